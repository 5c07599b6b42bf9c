// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import Testing

@Suite("A damaged database")
struct DamageTests {
  /// Fills a store with requests, one of which has a file, and closes it.
  private func filled(_ stage: Stage) async throws -> [RequestRecord] {
    try await stage.withStore { store in
      var records: [RequestRecord] = []
      for number in 0..<50 {
        records.append(try await store.accept(try submission(digest: "\(number)")))
      }
      let file = FileRecord(
        path: "/f", request: records[0].id, name: "f", contentType: "t", size: 1, digest: "d",
        created: testNow)
      _ = try await store.keep(file, contents: [1])
      return records
    }
  }

  @Test(
    "reports the request whose row makes no sense, and no other",
    arguments: [
      "endpoint = ''", "endpoint = 'trellis'", "verdict = ''", "verdict = '{'", "verdict = '[]'",
      "verdict = 'null'", #"verdict = '{"accepted":1}'"#, #"verdict = '{"rejected":{}}'"#,
      #"verdict = '{"rejected":{},"status":"422"}'"#, "submitted = ended + 1", "ended = submitted",
      "runs = ''", "runs = '{}'", "runs = '[1]'",
      "runs = '[[1,2,3]]'", "runs = '[[2,1,3,0]]'", "runs = '[[1,2,3,0],[2,3,4,0]]'",
      #"runs = '[["1",2,3,0]]'"#, "job = ''", "job = '[]'", "job = json_set(job, '$.ready', 0)",
      "job = json_set(job, '$.priority', 'high')", "job = json_set(job, '$.stages[1]', -1)",
      "job = json_set(job, '$.attempts', json('[]'))", "job = json_remove(job, '$.sequence')",
      "job = json_set(job, '$.attempts[0][1]', 'unheard_of')",
    ])
  func row(change: String) async throws {
    let stage = try Stage()
    let records = try await filled(stage)
    let id = records[7].id
    try stage.edit("UPDATE requests SET \(change) WHERE id = ?", id)
    try await stage.withStore { store in
      let message = "the request \(id) is damaged in the database"
      let error = #expect(throws: StoreError.self) { try store.request(id) }
      #expect(error?.description == message)
      await #expect(throws: StoreError.self) { try await store.cancel(id, at: testNow) }
      for record in records where record.id != id {
        #expect(try store.request(record.id) == record)
      }
      _ = try await store.accept(try submission())
    }
  }

  @Test("reports the file whose row makes no sense")
  func fileRow() async throws {
    let stage = try Stage()
    let id = try await filled(stage)[0].id
    try stage.edit("UPDATE files SET request = 'nobody' WHERE request = ?", id)
    try await stage.withStore { store in
      let error = #expect(throws: StoreError.self) { try store.file(at: "/f") }
      #expect(error?.description == "the file /f is damaged in the database")
      let none = try store.file(of: id)
      #expect(none == nil)
    }
  }

  @Test("is not opened when it is something else", arguments: [16, 100, 4096, 65_536])
  func garbage(size: Int) async throws {
    let stage = try Stage()
    _ = try await filled(stage)
    let garbage = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ 13) }
    try write(garbage, to: stage.folder.database)
    try expectRefusal(stage)
    #expect(try read(stage.folder.database) == garbage)
  }

  @Test("is not opened when a part of it is missing", arguments: [99, 100, 512, 4096, 12_288])
  func truncated(size: Int) async throws {
    let stage = try Stage()
    _ = try await filled(stage)
    let whole = try read(stage.folder.database)
    #expect(whole.count > size)
    try write(Array(whole.prefix(size)), to: stage.folder.database)
    try expectRefusal(stage)
  }

  @Test("is reported when its pages are overwritten, and crashes nothing")
  func overwritten() async throws {
    let stage = try Stage()
    let records = try await filled(stage)
    var bytes = try read(stage.folder.database)
    for index in bytes.indices.dropFirst(8192) { bytes[index] = 0xa5 }
    try write(bytes, to: stage.folder.database)
    // Which pages hold what is SQLite's affair: it may notice when it opens the file or later.
    for touch in [Touch.reading, .writing] {
      let error = await #expect(throws: StoreError.self) {
        try await stage.withStore { store in
          switch touch {
          case .reading: _ = try store.request(records[9].id)
          case .writing: _ = try await store.accept(try submission())
          }
        }
      }
      #expect(error?.description.contains(stage.folder.database) == true)
    }
  }

  private enum Touch {
    case reading, writing
  }

  private func expectRefusal(_ stage: Stage) throws {
    let error = #expect(throws: StoreError.self) {
      try StateStore(folder: StateFolder(path: stage.folder.state))
    }
    let message = try #require(error?.description)
    #expect(message.hasPrefix("cannot open \(stage.folder.database): "))
    #expect(
      message.hasSuffix("; move the file away or choose another folder with --state DIR"))
  }
}
