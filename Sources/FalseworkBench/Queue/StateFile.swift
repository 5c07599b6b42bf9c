// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB

/// The database of a state folder, or one like it.
struct StateFile {
  let path: String

  /// The database of the server that runs, or ran, in a folder.
  init(in folder: TemporaryFolder) {
    self.init(path: folder.file("state/falsework.sqlite"))
  }

  init(path: String) {
    self.path = path
  }

  /// Opens the database as Falsework has it: in WAL mode, and safe from the death of a process.
  func open<Value>(_ body: (Database) throws -> Value) throws(BenchFailure) -> Value {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    configuration.busyMode = .timeout(10)
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      return try queue.inDatabase { database in
        try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
        return try body(database)
      }
    } catch {
      throw BenchFailure("cannot use \(path): \(error)")
    }
  }

  /// The ids of requests, some of each time, up to a number.
  func requestIDs(countMax: Int) throws(BenchFailure) -> [String] {
    try open { database in
      let count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM requests") ?? 0
      return try String.fetchAll(
        database,
        sql: """
          SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM requests)
          WHERE place % ? = 0 LIMIT ?
          """, arguments: [max(1, count / countMax), countMax])
    }
  }
}

/// What copies of requests are.
enum Copies {
  /// What their originals are.
  case alike
  /// In the queue for years.
  case waiting

  /// An expression in the place of a column, for the copy number `n` of the row `original`.
  fileprivate func expression(for column: String) -> String {
    switch (column, self) {
    case ("id", _): "substr(original.id, 1, 24) || printf('%012x', n)"
    case ("digest", _): "lower(hex(randomblob(32)))"
    case ("ended", .waiting): "original.submitted + 1000000000000000"
    case ("runs", .waiting): "'[]'"
    default: "original.\"\(column)\""
    }
  }
}

extension StateFile {
  /// The copies that are made in one transaction.
  private static let stepCount = 100_000

  /// Copies the requests of a state that no server uses, until there are so many.
  func multiplyRequests(to countMax: Int, _ copies: Copies) throws(BenchFailure) {
    try open { database in
      // Losing all of it costs another run only.
      try database.execute(sql: "PRAGMA synchronous = OFF; PRAGMA cache_size = -500000")
      let columns = try database.columns(in: "requests").map(\.name)
      let originalCount = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM requests") ?? 0
      try database.execute(sql: "CREATE TEMP TABLE originals AS SELECT * FROM requests")
      let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
      let values = columns.map(copies.expression).joined(separator: ", ")
      for start in stride(from: originalCount, to: countMax, by: Self.stepCount) {
        try database.execute(
          sql: """
            WITH RECURSIVE numbers(n) AS (
              SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2)
            INSERT INTO requests (\(names)) SELECT \(values)
            FROM numbers JOIN originals AS original ON original.rowid = n % ?3 + 1
            """,
          arguments: [start, min(countMax, start + Self.stepCount), originalCount])
      }
      try database.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
  }
}
