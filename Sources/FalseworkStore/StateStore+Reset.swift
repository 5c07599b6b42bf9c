// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkQueue
internal import GRDB
internal import Glibc

extension StateStore {
  /// Forgets everything of a session, or of all, its files included, and returns how many requests
  /// that were.
  public func reset(_ session: SessionID?) async throws(StoreError) -> Int {
    let (count, paths) = try await writing { [self] database in
      let paths = try contents(of: session, in: database)
      let arguments: StatementArguments = [session?.description]
      let inputs = try inputPaths(of: session, in: database)
      for table in Self.sessionTables {
        try database.execute(
          sql: "DELETE FROM \(table.name) WHERE ?1 IS NULL OR \(table.condition)",
          arguments: arguments)
      }
      let count = database.changesCount
      pools.removeAll()
      // At once: after the commit, another request may have kept the same again.
      for path in inputs { unlink(path) }
      return (count, paths)
    } committed: { [recent] _ in
      recent.removeAll()
    }
    for path in paths { unlink(path) }
    return count
  }

  /// The tables that hold what is a session's, the requests last, which others refer to.
  private static let sessionTables: [(name: String, condition: String)] = [
    ("files", "request IN (SELECT id FROM requests WHERE session = ?1)"),
    ("upload_parts", "upload IN (SELECT id FROM parted_uploads WHERE session = ?1)"),
    ("parted_uploads", "session = ?1"), ("uploads", "session = ?1"), ("tokens", "session = ?1"),
    ("lifecycles", "session = ?1"), ("requests", "session = ?1"),
  ]

  private func contents(of session: SessionID?, in database: Database) throws -> [String] {
    let arguments: StatementArguments = [session?.description]
    let files = try Row.fetchAll(
      database,
      sql: """
        SELECT files.* FROM files JOIN requests ON requests.id = files.request
        WHERE ?1 IS NULL OR requests.session = ?1
        """, arguments: arguments)
    let uploads = try Row.fetchAll(
      database,
      sql: "SELECT * FROM uploads WHERE digest IS NOT NULL AND (?1 IS NULL OR session = ?1)",
      arguments: arguments)
    let uploaded = try uploads.map(Upload.init(row:)).compactMap { upload in
      upload.contents.map { localPath(of: upload, digest: $0.digest) }
    }
    let parts = try partPaths(of: session, in: database)
    return try files.map { localPath(of: try FileRecord(row: $0)) } + uploaded + parts
  }
}
