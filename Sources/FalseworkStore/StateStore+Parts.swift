// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkProtocol
internal import FalseworkQueue
internal import GRDB
internal import Glibc

extension StateStore {
  /// Gives out a path whose contents come in parts; false if the session has begun `countMax` such
  /// uploads and not completed them.
  public func begin(_ parted: PartedUpload, countMax: Int) async throws(StoreError) -> Bool {
    try await writing { database in
      let session = parted.upload.session.description
      let underWay = try database.cachedStatement(
        sql: "SELECT COUNT(*) FROM parted_uploads WHERE session = ? AND completed IS NULL")
      let count = try Int.fetchOne(underWay, arguments: [session]) ?? 0
      guard count < countMax else { return false }
      try database.cachedStatement(sql: Upload.insertion)
        .execute(arguments: parted.upload.arguments)
      try database.cachedStatement(
        sql: "INSERT INTO parted_uploads (id, path, session) VALUES (?, ?, ?)"
      ).execute(arguments: [parted.id, parted.upload.path, session])
      return true
    }
  }

  /// Returns an upload in parts by its id, if it is to that path.
  public func partedUpload(_ id: String, to path: String) throws(StoreError) -> PartedUpload? {
    let completed: Int64?? = try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT completed FROM parted_uploads WHERE id = ? AND path = ?")
      return try Row.fetchOne(statement, arguments: [id, path]).map { $0["completed"] as Int64? }
    }
    guard let completed, let upload = try upload(at: path) else { return nil }
    return PartedUpload(
      id: id, upload: upload, completed: completed.map(Timestamp.init(microseconds:)))
  }

  /// Keeps a part, in place of what was put under its number before.
  public func put(
    _ contents: NewContents, as part: PartedUpload.Part, of parted: PartedUpload, bytesMax: Int
  ) async throws(StoreError) -> PartedUpload.Outcome {
    let path = partPath(part, of: parted)
    let draft = try Draft(of: contents, for: path)
    defer { draft.discard() }
    let (outcome, replaced) = try await writing { database in
      guard try Self.isUnderWay(parted, in: database) else {
        return (PartedUpload.Outcome.alreadyCompleted, PartedUpload.Part?.none)
      }
      let parts = try Self.parts(of: parted, in: database)
      let others = parts.filter { $0.number != part.number }
      guard others.reduce(part.size, { $0 + $1.size }) <= bytesMax else { return (.tooLarge, nil) }
      try draft.publish()
      try database.cachedStatement(
        sql:
          "INSERT OR REPLACE INTO upload_parts (upload, number, size, digest) VALUES (?, ?, ?, ?)"
      ).execute(arguments: [parted.id, part.number, part.size, part.digest])
      return (.kept, parts.first { $0.number == part.number })
    }
    if let replaced, replaced.digest != part.digest { unlink(partPath(replaced, of: parted)) }
    return outcome
  }

  /// Returns the parts that were put, in the order of their numbers.
  public func parts(of parted: PartedUpload) throws(StoreError) -> [PartedUpload.Part] {
    try reading { database in try Self.parts(of: parted, in: database) }
  }

  /// Joins the parts to the contents of the upload, without holding them in memory.
  public func complete(
    _ parted: PartedUpload, of parts: [PartedUpload.Part], as description: Upload.Contents
  ) async throws(StoreError) -> PartedUpload.Outcome {
    let upload = parted.upload
    let draft: Draft
    do {
      draft = try await joined(
        parts.map { partPath($0, of: parted) },
        for: localPath(of: upload, digest: description.digest))
    } catch {
      // Another call may have taken a part away meanwhile.
      if let outcome = try obstacle(to: parted, of: parts) { return outcome }
      throw error
    }
    defer { draft.discard() }
    let (outcome, replaced) = try await writing { database in
      if let outcome = try Self.obstacle(to: parted, of: parts, in: database) {
        return (outcome, String?.none)
      }
      let replaced = try Self.publish(draft, description, at: upload, in: database)
      try database.cachedStatement(sql: "UPDATE parted_uploads SET completed = ? WHERE id = ?")
        .execute(arguments: [description.stored.microseconds, parted.id])
      try database.cachedStatement(sql: "DELETE FROM upload_parts WHERE upload = ?")
        .execute(arguments: [parted.id])
      return (PartedUpload.Outcome.kept, replaced)
    }
    guard outcome == .kept else { return outcome }
    removeReplaced(replaced, by: description, at: upload)
    for part in parts { unlink(partPath(part, of: parted)) }
    return .kept
  }

  /// Why these parts cannot be completed; `nil` where they can.
  private func obstacle(
    to parted: PartedUpload, of parts: [PartedUpload.Part]
  ) throws(StoreError) -> PartedUpload.Outcome? {
    try reading { database in try Self.obstacle(to: parted, of: parts, in: database) }
  }

  private static func obstacle(
    to parted: PartedUpload, of parts: [PartedUpload.Part], in database: Database
  ) throws -> PartedUpload.Outcome? {
    guard try isUnderWay(parted, in: database) else { return .alreadyCompleted }
    return try self.parts(of: parted, in: database) == parts ? nil : .changed
  }

  /// Parts are joined one upload after the other, on a thread that nobody else waits for.
  private static let joining = DispatchQueue(label: "falsework.store.joining", qos: .utility)

  private func joined(_ parts: [String], for path: String) async throws(StoreError) -> Draft {
    let result = await withCheckedContinuation { continuation in
      Self.joining.async {
        continuation.resume(
          returning: Result { () throws(StoreError) in try Draft(joining: parts, for: path) })
      }
    }
    return try result.get()
  }

  /// The digest is part of the name, so that a part that is put again never changes the one before.
  private func partPath(_ part: PartedUpload.Part, of parted: PartedUpload) -> String {
    partPath(part, of: parted.id)
  }

  private func partPath(_ part: PartedUpload.Part, of id: String) -> String {
    "\(folder.partsPath)/\(id)-\(part.number)-\(part.digest)"
  }

  /// Where the parts of a session's uploads are, or all parts.
  func partPaths(of session: SessionID?, in database: Database) throws -> [String] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT upload_parts.* FROM upload_parts
        JOIN parted_uploads ON parted_uploads.id = upload_parts.upload
        WHERE ?1 IS NULL OR parted_uploads.session = ?1
        """, arguments: [session?.description])
    return rows.map { partPath(PartedUpload.Part(row: $0), of: $0["upload"]) }
  }

  private static func isUnderWay(_ parted: PartedUpload, in database: Database) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: "SELECT completed IS NULL FROM parted_uploads WHERE id = ?")
    return try Bool.fetchOne(statement, arguments: [parted.id]) ?? false
  }

  private static func parts(
    of parted: PartedUpload, in database: Database
  ) throws -> [PartedUpload.Part] {
    let statement = try database.cachedStatement(
      sql: "SELECT number, size, digest FROM upload_parts WHERE upload = ? ORDER BY number")
    return try Row.fetchAll(statement, arguments: [parted.id]).map(PartedUpload.Part.init(row:))
  }
}

extension PartedUpload.Part {
  fileprivate init(row: Row) {
    self.init(number: row["number"], size: row["size"], digest: row["digest"])
  }
}
