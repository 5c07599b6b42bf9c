// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import HTTPTypes
import Testing

/// Filters and the entries of `JournalTests.mixed` that they take.
private enum Filters {
  static let all: [([(String, String)], [Int])] = [
    ([], [1, 2, 3, 4]), ([("session", "bob")], [2]), ([("operation", "submit")], [3]),
    ([("method", "post")], [3]), ([("status", "202")], [1, 2, 4]), ([("status", "4xx")], [3]),
    ([("status", "5xx")], []), ([("request", "job-9")], [2]), ([("scenario", "slow")], [3, 4]),
    ([("rule", "first")], [4]), ([("fault", "missed")], [4]), ([("fault", "armed")], []),
    ([("rule", "first"), ("fault", "missed")], []), ([("path", "job-9/st")], [2]),
    ([("scenario", "other"), ("fault", "missed")], []), ([("scenario", "nothing")], []),
    ([("since", "2026-01-31T12:00:03Z")], [3, 4]),
    ([("until", "2026-01-31T12:00:03Z")], [1, 2, 3]),
    ([("since", "2026-01-31T12:00:02Z"), ("until", "2026-01-31T12:00:02.000000Z")], [2]),
    ([("session", "alice"), ("operation", "status")], [1, 4]),
  ]

  static let wrong = [
    ("status", "ok", "status: give a status such as 404 or a class such as 4xx"),
    ("status", "+20", "status: give a status such as 404 or a class such as 4xx"),
    ("status", "0xx", "status: give a status such as 404 or a class such as 4xx"),
    ("fault", "lost", "fault: give one of armed, fired, delivered, missed"),
    ("since", "noon", "since: give a moment in UTC such as 2026-01-31T12:00:00Z"),
  ]
}

@Suite("A journal")
struct JournalTests {
  /// Four exchanges that differ in everything that a filter asks about.
  private var mixed: Journal {
    var journal = Journal()
    var entries = (1...4).map { Samples.poll($0, at: Double($0)) }
    entries[1] = Samples.poll(2, at: 2, job: "job-9")
    entries[1].origin.session = "bob"
    entries[2].operation = "submit"
    entries[2].request.method = "POST"
    entries[2].response.status = 422
    entries[2].scenarios = ["slow"]
    entries[3].faults = [
      JournalFault(scenario: "slow", rule: "first", actions: [], state: .delivered, why: ""),
      JournalFault(
        scenario: "slow", rule: "second", actions: [], state: .missed(reason: "r"), why: ""),
    ]
    for entry in entries { journal.record(entry) }
    return journal
  }

  private func ids(_ page: JournalPage) -> [Int] { page.entries.map(\.id) }

  @Test("numbers entries by recording, whatever the ids of their exchanges")
  func numbers() {
    var journal = Journal()
    #expect(journal.record(Samples.poll(2)) == 1)
    #expect(journal.record(Samples.poll(1)) == 2)
    #expect(journal.entries().entries.map(\.position) == [1, 2])
    #expect(journal.entry(id: 1)?.position == 2)
    #expect(journal.entry(id: 3) == nil)
  }

  @Test("is read on from a position, page by page", arguments: [1, 3, 64, 1000])
  func pages(limit: Int) {
    var journal = Journal()
    for id in 1...200 { journal.record(Samples.poll(id)) }
    var (position, seen) = (0, [Int]())
    while true {
      let page = journal.entries(since: position, limit: limit)
      seen += ids(page)
      position = page.next
      if page.isLast { break }
      #expect(page.entries.count == limit)
    }
    #expect(seen == Array(1...200))
    #expect(ids(journal.entries(since: position)).isEmpty)
    journal.record(Samples.poll(201))
    #expect(ids(journal.entries(since: position)) == [201])
    #expect(journal.entries(since: 900) == JournalPage.none(at: 900))
  }

  @Test("goes on behind the entries that a filter left out")
  func sparse() {
    var journal = Journal()
    for id in 1...100 { journal.record(Samples.poll(id, job: id % 50 == 0 ? "a" : "b")) }
    var filter = JournalFilter()
    filter.requestID = "a"
    let page = journal.entries(matching: filter, limit: 1)
    #expect(ids(page) == [50] && page.next == 50 && !page.isLast)
    let last = journal.entries(since: 50, matching: filter, limit: 1)
    #expect(ids(last) == [100] && last.next == 100 && last.isLast)
    #expect(journal.entries(since: 60, matching: filter, limit: 0).next == 60)
  }

  @Test("keeps the newest that its budget holds", arguments: [0, 1000, 20_000, 300_000])
  func budget(bytesMax: Int) {
    var journal = Journal(bytesMax: bytesMax)
    for id in 1...1000 {
      var entry = Samples.poll(id, at: Double(id))
      if id % 10 == 0 { entry.request.path += String(repeating: "x", count: id) }
      journal.record(entry)
      #expect(journal.byteCount <= bytesMax)
      #expect(journal.count + journal.evictedCount == id)
    }
    let kept = ids(journal.entries())
    #expect(kept == Array((1001 - journal.count)..<1001))
    #expect(journal.oldest?.id == kept.first)
    #expect(journal.oldest?.arrived == kept.first.map { Samples.moment(Double($0)) })
    #expect(journal.lastPosition == 1000)
    // Half of the budget is used at least, unless nothing fits.
    #expect(bytesMax < 20_000 || journal.byteCount > bytesMax / 2)
  }

  @Test("counts the bytes of text")
  func bytes() {
    func size(_ edit: (inout JournalEntry) -> Void) -> Int {
      var (journal, entry) = (Journal(), Samples.poll(1))
      edit(&entry)
      journal.record(entry)
      return journal.byteCount
    }
    let plain = size { _ in }
    let long = String(repeating: "é", count: 5000)
    let edits: [(inout JournalEntry) -> Void] = [
      { $0.origin.session = long }, { $0.request.query = long }, { $0.operation = long },
      { $0.request.body.preview = .whole(long) }, { $0.response.body.preview = .beginning(long) },
      { $0.scenarios = [long] }, { $0.job?.requestID = long }, { $0.origin.door = long },
      { $0.request.fields = JournalFields([.accept: long]) }, { $0.request.host = long },
      { $0.notes = [JournalNote(kind: .realKey, text: long)] }, { $0.response.body.digest = long },
      {
        $0.faults = [
          JournalFault(scenario: "", rule: "", actions: [], state: .missed(reason: long), why: "")
        ]
      },
      { $0.nearMisses = [JournalNearMiss(scenario: "", rule: "", condition: "", why: long)] },
    ]
    for edit in edits { #expect((10_000...13_000).contains(size(edit) - plain)) }
  }

  @Test("does not change behind a copy's back")
  func copies() {
    var journal = mixed
    let copy = journal
    journal.record(Samples.poll(5))
    journal.remove()
    #expect(ids(copy.entries()) == [1, 2, 3, 4])
  }

  @Test("lets go of all entries, or of some")
  func removal() {
    var journal = mixed
    let bytes = journal.byteCount
    var filter = JournalFilter()
    filter.session = "bob"
    journal.remove(matching: filter)
    #expect(ids(journal.entries()) == [1, 3, 4])
    #expect(ids(journal.entries(since: 2)) == [3, 4])
    #expect(journal.byteCount < bytes && journal.count == 3)
    journal.remove()
    #expect(journal.count == 0 && journal.byteCount == 0 && journal.oldest == nil)
    #expect(journal.evictedCount == 0)
    #expect(journal.record(Samples.poll(5)) == 5)
  }

  @Test("is filtered", arguments: Filters.all)
  func filters(parameters: [(String, String)], expected: [Int]) throws {
    var filter = JournalFilter()
    for (name, value) in parameters { #expect(try filter.set(name, to: value)) }
    #expect(ids(mixed.entries(matching: filter)) == expected)
  }

  @Test("says what is wrong with a filter", arguments: Filters.wrong)
  func wrongFilters(name: String, value: String, message: String) throws {
    var filter = JournalFilter()
    let problem = try #require(throws: JournalFilter.Problem.self) {
      try filter.set(name, to: value)
    }
    #expect(problem.description == message)
    #expect(try !filter.set("limit", to: "5"))
    #expect(filter == .all)
  }

  @Test("knows each of its parameters")
  func parameters() throws {
    let values = ["status": "404", "fault": "fired", "since": "2026-01-31T12:00:00Z"]
    for name in JournalFilter.parameterNames {
      var filter = JournalFilter()
      #expect(try filter.set(name, to: values[name] ?? "2026-01-31T12:00:00Z"))
      #expect(filter != .all)
    }
  }
}

extension JournalPage {
  fileprivate static func none(at position: Int) -> JournalPage {
    Journal().entries(since: position)
  }
}
