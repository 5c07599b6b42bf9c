// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Testing

@Suite("A request in the store")
struct StateStoreTests {
  @Test("is the one that was made, at hand and on file")
  func accepted() async throws {
    try await Stage().withStore { store in
      let submission = try submission()
      let expected = policy.record(of: submission, occurrence: 0, at: testNow)
      let record = try await store.accept(submission)
      #expect(record == expected)
      #expect(store.recall(record.id) == expected)
      #expect(try store.request(record.id) == expected)
    }
  }

  @Test("is not there when nobody submitted it")
  func stranger() async throws {
    try await Stage().withStore { store in
      let id = try strangerID()
      #expect(store.recall(id) == nil)
      #expect(try store.request(id) == nil)
      #expect(try await store.cancel(id, at: testNow) == nil)
      #expect(try store.file(of: id) == nil)
      #expect(try store.file(at: "/files/b/x") == nil)
    }
  }

  @Test("is counted by session and body, across restarts")
  func occurrences() async throws {
    let stage = try Stage()
    let (seen, later) = (Occurrences(), Occurrences())
    try await stage.withStore { store in
      for (session, digest) in [("a", "1"), ("a", "1"), ("b", "1"), ("a", "2"), ("a", "1")] {
        try await seen.accept(try submission(session: session, digest: digest), by: store)
      }
    }
    #expect(await seen.counts == [0, 1, 0, 0, 2])
    try await stage.withStore { store in
      for (session, digest) in [("a", "1"), ("b", "1"), ("a", "2"), ("b", "2")] {
        try await later.accept(try submission(session: session, digest: digest), by: store)
      }
    }
    #expect(await later.counts == [3, 1, 1, 0])
  }

  @Test("is cancelled once, which a restart remembers")
  func cancelled() async throws {
    let stage = try Stage()
    let moment = testNow.advanced(by: .milliseconds(1))
    let id = try await stage.withStore { store in
      let id = try await store.accept(try submission()).id
      #expect(try await store.cancel(id, at: moment) == .requested)
      #expect(try await store.cancel(id, at: moment) == .alreadyCompleted)
      #expect(store.recall(id)?.entry.cancelled == moment)
      #expect(try store.request(id)?.phase(at: moment) == .completed(.cancelled))
      return id
    }
    try await stage.withStore { store in
      #expect(store.recall(id) == nil)
      let again = try await store.cancel(id, at: testNow)
      #expect(again == .alreadyCompleted)
      #expect(try store.request(id)?.entry.cancelled == moment)
    }
  }

  @Test("is not cancelled when it has ended")
  func cancelledLate() async throws {
    let stage = try Stage()
    let record = try await stage.withStore { store in
      let record = try await store.accept(try submission())
      #expect(try await store.cancel(record.id, at: record.ended) == .alreadyCompleted)
      #expect(store.recall(record.id) == record)
      return record
    }
    #expect(try await stage.requests([record.id]) == [record])
  }

  @Test("tells no clock to go back before it was accepted or cancelled")
  func latestMoment() async throws {
    let stage = try Stage()
    let (early, late) = (testNow.advanced(by: .seconds(-60)), testNow.advanced(by: .seconds(1)))
    try await stage.withStore { store in
      #expect(try store.latestMoment() == nil)
      let record = try await store.accept(try submission())
      #expect(try store.latestMoment() == testNow)
      _ = try await store.accept(try submission(), at: early)
      #expect(try store.latestMoment() == testNow)
      #expect(try await store.cancel(record.id, at: late) == .requested)
      #expect(try store.latestMoment() == late)
    }
    let remembered = try await stage.withStore { store in try store.latestMoment() }
    #expect(remembered == late)
  }

  @Test("says when the next one ends, as far as it is planned")
  func nextEnd() async throws {
    let stage = try Stage()
    try await stage.withStore { store in
      #expect(try store.nextEnd(after: testNow) == nil)
      let early = try await store.accept(try submission())
      let late = try await store.accept(try submission(), at: early.ended)
      #expect(try store.nextEnd(after: testNow) == early.ended)
      #expect(try store.nextEnd(after: early.ended) == late.ended)
      #expect(try await store.cancel(late.id, at: early.ended) == .requested)
      #expect(try store.nextEnd(after: early.ended) == nil)
    }
  }

  @Test("cannot be reached in a store that was closed, and does not crash it")
  func closed() async throws {
    let folder = try TemporaryFolder()
    let store = try StateStore(folder: StateFolder(path: folder.state))
    store.close()
    store.close()
    let (id, submission) = (try strangerID(), try submission())
    #expect(throws: StoreError.self) { try store.request(id) }
    #expect(throws: StoreError.self) { try store.latestMoment() }
    #expect(throws: StoreError.self) { try store.file(of: id) }
    await #expect(throws: StoreError.self) { try await store.accept(submission) }
    await #expect(throws: StoreError.self) { try await store.cancel(id, at: testNow) }
  }
}

/// What a store told about repetitions.
private actor Occurrences {
  private(set) var counts: [Int] = []

  func accept(_ submission: Submission, by store: StateStore) async throws {
    let record = try await store.accept(submission)
    for occurrence in 0..<10 {
      let other = policy.record(of: submission, occurrence: occurrence, at: testNow)
      if other == record { counts.append(occurrence) }
    }
  }
}
