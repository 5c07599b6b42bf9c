// Falsework
// SPDX-License-Identifier: MIT

internal import GRDB

/// SQLite itself, which commits rows like Falsework's in a loop: what the disk and the database
/// give to one who does nothing else.
struct SQLitePeer {
  private let file: StateFile
  /// The statements that make table and indexes.
  private let schema: [String]
  /// A row as Falsework wrote it, by column.
  private let row: [(column: String, value: DatabaseValue)]

  /// Makes an empty database with the table of requests, and takes a row, from that of a server.
  init(like original: StateFile, in folder: TemporaryFolder) throws(BenchFailure) {
    (schema, row) = try original.open { database in
      let sql = "SELECT sql FROM sqlite_master WHERE tbl_name = 'requests' AND sql IS NOT NULL"
      let row = try Row.fetchOne(database, sql: "SELECT * FROM requests LIMIT 1")
      return (
        try String.fetchAll(database, sql: sql), (row ?? [:]).map { ($0.0, $0.1) }
      )
    }
    file = StateFile(path: folder.file("peer.sqlite"))
    try file.open { [schema] database in
      for statement in schema { try database.execute(sql: statement) }
    }
  }

  /// Commits so many rows at a time for a while; returns the rows per second.
  func rowsPerSecond(rowsPerCommit: Int, _ duration: Duration) throws(BenchFailure) -> Double {
    try file.open { database in
      let statement = try database.makeStatement(sql: insertion)
      var values = row.map(\.value)
      let places = ["id", "digest"].map { name in row.firstIndex { $0.column == name } }
      var count = try Int.fetchOne(database, sql: "SELECT COUNT(*) FROM requests") ?? 0
      let (before, start) = (count, BenchClock.now)
      while BenchClock.now < start + duration.nanoseconds {
        try database.inTransaction(.immediate) {
          for _ in 0..<rowsPerCommit {
            count += 1
            for place in places.compactMap(\.self) { values[place] = Self.name(count) }
            statement.setUncheckedArguments(StatementArguments(values))
            try statement.execute()
          }
          return .commit
        }
      }
      return Double(count - before) / (Double(BenchClock.now - start) / 1e9)
    }
  }

  private var insertion: String {
    let names = row.map { "\"\($0.column)\"" }.joined(separator: ", ")
    let places = Array(repeating: "?", count: row.count).joined(separator: ", ")
    return "INSERT INTO requests (\(names)) VALUES (\(places))"
  }

  /// A text of the length of an id, in the order of the numbers as ids are in that of time.
  private static func name(_ number: Int) -> DatabaseValue {
    let digits = String(number, radix: 16)
    return (String(repeating: "0", count: 36 - digits.count) + digits).databaseValue
  }
}
