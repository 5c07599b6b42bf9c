// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB
internal import Glibc

extension StateStore {
  /// Gives out a path.
  public func reserve(_ upload: Upload) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(sql: Upload.insertion).execute(arguments: upload.arguments)
    }
  }

  /// Keeps what was put at a path that was given out, in place of what was there before.
  public func put(_ bytes: [UInt8], digest: String, at upload: Upload) async throws(StoreError) {
    let draft = try Draft(of: bytes, beside: localPath(of: upload, digest: digest))
    defer { draft.discard() }
    let replaced = try await writing { database in
      try draft.publish()
      let former = try database.cachedStatement(sql: "SELECT digest FROM uploads WHERE path = ?")
      let replaced = try String.fetchOne(former, arguments: [upload.path])
      try database.cachedStatement(sql: "UPDATE uploads SET size = ?, digest = ? WHERE path = ?")
        .execute(arguments: [bytes.count, digest, upload.path])
      return replaced
    }
    if let replaced, replaced != digest { unlink(localPath(of: upload, digest: replaced)) }
  }

  /// Returns what was given out under a path, filled or not.
  public func upload(at path: String) throws(StoreError) -> Upload? {
    try reading { database in
      let statement = try database.cachedStatement(sql: "SELECT * FROM uploads WHERE path = ?")
      return try Row.fetchOne(statement, arguments: [path]).map(Upload.init(row:))
    }
  }

  /// Returns where contents of an upload are on this machine.
  ///
  /// The digest is part of the name, so that a reader never meets other contents than it was told
  /// of.
  public func localPath(of upload: Upload, digest: String) -> String {
    let name = upload.path.split(separator: "/").suffix(2).joined(separator: "-")
    return folder.filePath("\(name.prefix(64))-\(digest)")
  }
}

extension StateStore {
  /// Keeps a token of the CDN until it expires, and forgets those that have.
  public func keep(
    token: String, of session: SessionID, until expiry: Timestamp, at now: Timestamp
  ) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(sql: "DELETE FROM tokens WHERE expires <= ?")
        .execute(arguments: [now.microseconds])
      try database.cachedStatement(
        sql: "INSERT INTO tokens (token, session, expires) VALUES (?, ?, ?)"
      ).execute(arguments: [token, session.description, expiry.microseconds])
    }
  }

  /// Returns whose token this is, `nil` when it is nobody's or has expired.
  public func session(ofToken token: String, at now: Timestamp) throws(StoreError) -> SessionID? {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT session FROM tokens WHERE token = ? AND expires > ?")
      return try String.fetchOne(statement, arguments: [token, now.microseconds])
        .map { SessionID($0) }
    }
  }
}

extension Upload {
  fileprivate static let insertion = """
    INSERT INTO uploads (path, session, content_type, created, size, digest)
    VALUES (?, ?, ?, ?, ?, ?)
    """

  fileprivate var arguments: StatementArguments {
    [
      path, session.description, contentType, created.microseconds, contents?.size,
      contents?.digest,
    ]
  }

  init(row: Row) {
    let digest: String? = row["digest"]
    self.init(
      path: row["path"], session: SessionID(row["session"]), contentType: row["content_type"],
      created: Timestamp(microseconds: row["created"]),
      contents: digest.map { Contents(size: row["size"], digest: $0) })
  }
}
