// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import GRDB
import Testing

@Suite("A database that knew one wait and one run") struct MigrationTests {
  @Test("has the same requests in the tables of today")
  func jobs() async throws {
    let stage = try Stage()
    let records = try await stage.withStore { store in
      var records: [RequestRecord] = []
      for number in 0..<4 {
        records.append(try await store.accept(try submission(digest: "\(number)")))
      }
      let run = records[1].entry.timeline.runs[0]
      for (record, moment) in [(records[1], run.started), (records[2], testNow)] {
        _ = try await store.cancel(record.id, at: moment.advanced(by: .milliseconds(7)))
      }
      return try records.compactMap { try store.request($0.id) }
    }
    try await takeBack(stage.folder.database)
    #expect(try await stage.requests(records.map(\.id)) == records)
  }

  /// Gives a database the tables that it had before there were jobs.
  private func takeBack(_ path: String) async throws {
    let database = try DatabaseQueue(path: path)
    defer { try? database.close() }
    try await database.write { database in
      try database.execute(
        sql: """
          ALTER TABLE requests ADD COLUMN started INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE requests ADD COLUMN prepare INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE requests ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE requests ADD COLUMN export INTEGER NOT NULL DEFAULT 0;
          ALTER TABLE requests ADD COLUMN logs TEXT NOT NULL DEFAULT '[]';
          UPDATE requests SET
            started = job ->> '$.ready',
            ended = (job ->> '$.ready') + (job ->> '$.attempts[0][0]'),
            prepare = job ->> '$.stages[0]', generation = job ->> '$.stages[1]',
            export = job ->> '$.stages[2]';
          DROP INDEX requests_by_end;
          ALTER TABLE requests DROP COLUMN job;
          ALTER TABLE requests DROP COLUMN runs;
          DELETE FROM grdb_migrations WHERE identifier LIKE 'jobs%';
          """)
    }
  }
}
