// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import GRDB
internal import Glibc

extension StateStore {
  /// Gives out a path.
  public func reserve(_ upload: Upload) async throws(StoreError) {
    try await writing { database in
      try database.cachedStatement(sql: Upload.insertion).execute(arguments: upload.arguments)
    }
  }

  /// The folder for files with contents that are to be kept; emptied when a server starts.
  public var incomingFolder: String { folder.incomingPath }

  /// Keeps what was put at a path that was given out, in place of what was there before.
  public func put(
    _ contents: NewContents, _ description: Upload.Contents, at upload: Upload
  ) async throws(StoreError) {
    let draft = try Draft(of: contents, for: localPath(of: upload, digest: description.digest))
    defer { draft.discard() }
    let replaced = try await writing { database in
      try Self.publish(draft, description, at: upload, in: database)
    }
    removeReplaced(replaced, by: description, at: upload)
  }

  /// Makes a draft the contents of an upload; returns the digest of what was there before.
  static func publish(
    _ draft: Draft, _ description: Upload.Contents, at upload: Upload, in database: Database
  ) throws -> String? {
    try draft.publish()
    let former = try database.cachedStatement(sql: "SELECT digest FROM uploads WHERE path = ?")
    let replaced = try String.fetchOne(former, arguments: [upload.path])
    try database.cachedStatement(
      sql: "UPDATE uploads SET size = ?, digest = ?, stored = ? WHERE path = ?"
    ).execute(
      arguments: [
        description.size, description.digest, description.stored.microseconds, upload.path,
      ])
    return replaced
  }

  /// Removes contents that nothing refers to any more.
  func removeReplaced(_ digest: String?, by description: Upload.Contents, at upload: Upload) {
    if let digest, digest != description.digest { unlink(localPath(of: upload, digest: digest)) }
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

extension Upload {
  static let insertion = """
    INSERT INTO uploads (path, session, content_type, created, size, digest, stored, lifecycle)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    """

  var arguments: StatementArguments {
    [
      path, session.description, contentType, created.microseconds, contents?.size,
      contents?.digest, contents?.stored.microseconds, lifecycle.stored,
    ]
  }

  init(row: Row) throws(StoreError) {
    let digest: String? = row["digest"]
    let created: Int64 = row["created"]
    // A column of its own, which is empty for what was put before the moment was kept.
    let stored: Int64? = row["stored"]
    self.init(
      path: row["path"], session: SessionID(row["session"]), contentType: row["content_type"],
      created: Timestamp(microseconds: created),
      lifecycle: try ObjectLifecycle(stored: row["lifecycle"]),
      contents: digest.map {
        Contents(
          size: row["size"], digest: $0, stored: Timestamp(microseconds: stored ?? created))
      })
  }
}

extension ObjectLifecycle {
  /// The lifecycle as a column; `nil` for one that asks for nothing.
  var stored: String? { self == ObjectLifecycle() ? nil : json.text(.compact) }

  init(stored: String?) throws(StoreError) {
    guard let stored else {
      self.init()
      return
    }
    do {
      try self.init(field: stored)
    } catch {
      throw StoreError("a lifecycle is damaged in the database: \(error)")
    }
  }
}
