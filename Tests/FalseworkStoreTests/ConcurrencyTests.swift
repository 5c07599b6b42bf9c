// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import GRDB
import Testing

private var isOptimized: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}

@Suite("Writes at the same time")
struct ConcurrencyTests {
  @Test("are all durable, distinct and counted without a gap")
  func accepts() async throws {
    let stage = try Stage()
    let submission = try submission()
    let records = try await stage.withStore { store in
      try await withThrowingTaskGroup(of: RequestRecord.self) { group in
        for _ in 0..<200 { group.addTask { try await store.accept(submission) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    let expected = (0..<200).map { policy.record(of: submission, occurrence: $0, at: testNow) }
    #expect(Set(records) == Set(expected))
    #expect(try await stage.requests(expected.map(\.id)) == expected)
  }

  @Test("do not fail because one of their group fails")
  func neighbours() async throws {
    let stage = try Stage()
    let submissions = try (0..<100).map { try submission(session: "s\($0)") }
    let (taken, records) = try await stage.withStore { store in
      let taken = try await store.accept(try submission())
      return (taken, await outcomes(of: submissions, everyTenthWithIDOf: taken, store))
    }
    let refused = submissions.indices.filter { records[$0] == nil }
    #expect(refused == Array(stride(from: 0, to: 100, by: 10)))
    let accepted = [taken] + records.values
    #expect(try await stage.requests(accepted.map(\.id)) == accepted)
  }

  /// Accepts submissions at the same time and returns those that were, by position.
  private func outcomes(
    of submissions: [Submission], everyTenthWithIDOf taken: RequestRecord, _ store: StateStore
  ) async -> [Int: RequestRecord] {
    let tasks = submissions.enumerated().map { index, submission in
      Task {
        try await store.accept(submission) { occurrence in
          index % 10 == 0
            ? taken : policy.record(of: submission, occurrence: occurrence, at: testNow)
        }
      }
    }
    var records: [Int: RequestRecord] = [:]
    for (index, task) in tasks.enumerated() { records[index] = try? await task.value }
    return records
  }

  @Test("leave nothing of those that fail halfway, and all of the others")
  func halves() async throws {
    let stage = try Stage()
    let submissions = try (0..<3).map { try submission(digest: "\($0)") }
    let records = submissions.map { policy.record(of: $0, occurrence: 0, at: testNow) }
    try await stage.withStore { _ in }
    // Its place in the outbox is taken, which shows when the request is written already.
    try stage.edit(
      "INSERT INTO webhooks (request, url, door, state) VALUES (?, '', '', 'waiting')",
      records[1].id)
    let order = WebhookOrder(url: "http://127.0.0.1:1/", door: "")
    try await stage.withStore { store in
      let isAccepted = await withTaskGroup(of: (Int, Bool).self) { group in
        for (index, submission) in submissions.enumerated() {
          group.addTask {
            let accepted = try? await store.accept(submission, webhook: order) { _ in
              records[index]
            }
            return (index, accepted != nil)
          }
        }
        return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(isAccepted == [0: true, 1: false, 2: true])
    }
    #expect(try await stage.requests(records.map(\.id)) == [records[0], nil, records[2]])
  }

  @Test("cancel a request once")
  func cancels() async throws {
    try await Stage().withStore { store in
      let record = try await store.accept(try submission())
      let outcomes = try await withThrowingTaskGroup(of: Cancellation?.self) { group in
        for step in 0..<50 {
          let moment = testNow.advanced(by: .microseconds(50 - step))
          group.addTask { try await store.cancel(record.id, at: moment) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(outcomes.filter { $0 == .requested }.count == 1)
      #expect(outcomes.filter { $0 == .alreadyCompleted }.count == 49)
    }
  }

  @Test("that cancel a request keep it back until it is known what comes of it")
  func keptBack() async throws {
    let stage = try Stage()
    try await stage.withStore { store in
      let id = try await store.accept(try submission()).id
      var configuration = Configuration()
      configuration.allowsUnsafeTransactions = true
      let other = try DatabaseQueue(path: stage.folder.database, configuration: configuration)
      try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      async let cancellation = store.cancel(id, at: testNow)
      while store.recall(id) != nil { await Task.yield() }
      async let settled = store.settledRequest(id)
      try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      #expect(try await settled?.entry.cancelled == testNow)
      #expect(try await cancellation == .requested)
      #expect(store.recall(id)?.entry.cancelled == testNow)
      try other.close()
    }
  }

  @Test("are seen by the reads that follow their answers")
  func readsFollowWrites() async throws {
    try await Stage().withStore { store in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<50 {
          let submission = try submission(digest: "\(number)")
          group.addTask {
            let record = try await store.accept(submission)
            #expect(try store.request(record.id) == record)
            #expect(try await store.cancel(record.id, at: testNow) == .requested)
            #expect(try store.request(record.id)?.entry.cancelled == testNow)
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test(
    "are forgotten by the memory in time, but never by the database",
    .enabled(if: isOptimized, "17,000 writes take long in a debug build"))
  func recency() async throws {
    try await Stage().withStore { store in
      let verdict = InputVerdict.rejected(status: 422, body: nil)
      let first = try await store.accept(try submission(session: "first", verdict: verdict))
      let submission = try submission(session: "many", verdict: verdict)
      for batch in 0..<34 {
        try await withThrowingTaskGroup(of: Void.self) { group in
          for number in 0..<500 {
            group.addTask {
              _ = try await store.accept(submission) { _ in
                policy.record(of: submission, occurrence: batch * 500 + number, at: testNow)
              }
            }
          }
          try await group.waitForAll()
        }
      }
      #expect(store.recall(first.id) == nil)
      #expect(try store.request(first.id) == first)
      #expect(store.recall(first.id) == first)
    }
  }

  @Test("are forgotten by the memory sooner when their inputs are large")
  func weight() async throws {
    try await Stage().withStore { store in
      let picture = String(repeating: "A", count: 8 << 20)
      let verdict = InputVerdict.accepted(input: ["image_url": .string(picture)])
      let first = try await store.accept(try submission(digest: "first", verdict: verdict))
      for number in 0..<8 {
        _ = try await store.accept(try submission(digest: "\(number)", verdict: verdict))
      }
      #expect(store.recall(first.id) == nil)
      #expect(try store.request(first.id) == first)
    }
  }
}
