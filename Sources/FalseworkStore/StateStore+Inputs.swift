// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB
internal import Glibc

/// What became of a file that the input of a request names.
public enum InputFile: Sendable, Hashable {
  /// It was there; the digest of its contents.
  case found(digest: String)
  /// It was not, for a reason that is one of a few words.
  case failed(String)
}

extension StateStore {
  /// Returns what became of the files that the input of a request names, in their order; `nil` when
  /// nobody has looked yet.
  public func inputFiles(of id: RequestID) throws(StoreError) -> [InputFile]? {
    let rows = try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT digest, failure FROM inputs WHERE request = ? ORDER BY ordinal")
      return try Row.fetchAll(statement, arguments: [id.description])
    }
    guard !rows.isEmpty else { return nil }
    return rows.map { row in
      let digest: String? = row["digest"]
      return digest.map { .found(digest: $0) } ?? .failed(row["failure"])
    }
  }

  /// Keeps what became of the files that the input of a request names; what is kept already stays.
  ///
  /// - Parameters:
  ///   - files: What became of them, in their order.
  ///   - picture: The one among them whose contents are kept too, for as long as a request refers
  ///     to them; `nil` for none.
  ///   - id: The request.
  public func keep(
    _ files: [InputFile], _ picture: InputContents? = nil, ofInputOf id: RequestID
  ) async throws(StoreError) {
    let draft = try picture.map { picture throws(StoreError) in
      try Draft(of: picture.contents, for: inputPath(picture.digest))
    }
    defer { draft?.discard() }
    try await writing { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO inputs (request, ordinal, digest, failure) VALUES (?, ?, ?, ?)
          """)
      for (ordinal, file) in files.enumerated() {
        let (digest, failure): (String?, String?) =
          switch file {
          case .found(let digest): (digest, nil)
          case .failed(let reason): (nil, reason)
          }
        try statement.execute(arguments: [id.description, ordinal, digest, failure])
      }
      try draft?.publish()
    }
  }

  /// Returns the contents of a digest that were kept with a request; `nil` when there are none.
  public func inputContents(_ digest: String) -> StoredContents? {
    let path = inputPath(digest)
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return StoredContents(digest: digest, size: Int(status.st_size), localPath: path)
  }

  /// Returns the paths of contents that only requests of a session refer to, or of all contents.
  func inputPaths(of session: SessionID?, in database: Database) throws -> [String] {
    let requests = "request IN (SELECT id FROM requests WHERE session = ?1)"
    let digests = try String.fetchAll(
      database,
      sql: """
        SELECT digest FROM inputs WHERE digest IS NOT NULL AND (?1 IS NULL OR \(requests))
        EXCEPT SELECT digest FROM inputs WHERE ?1 IS NOT NULL AND NOT (\(requests))
        """, arguments: [session?.description])
    return digests.map(inputPath)
  }

  private func inputPath(_ digest: String) -> String { "\(folder.inputsPath)/\(digest)" }
}

/// Contents that are to be kept with a request.
public struct InputContents: Sendable {
  /// The digest that they were found to have.
  public let digest: String
  /// The contents.
  public let contents: NewContents

  /// Puts contents and their digest together.
  public init(digest: String, _ contents: NewContents) {
    self.digest = digest
    self.contents = contents
  }
}

extension StateStore {
  /// Whether a path of the CDN was made or given out by this server.
  public func hasFile(at path: String) throws(StoreError) -> Bool {
    if try file(at: path) != nil { return true }
    return try upload(at: path) != nil
  }

  /// Returns what is at a path of the CDN at a moment; `nil` when there is nothing.
  public func contents(at path: String, _ now: Timestamp) throws(StoreError) -> StoredContents? {
    if let file = try file(at: path) {
      let lifecycle = try lifecycle(of: file.request)?.lifecycle ?? ObjectLifecycle()
      guard lifecycle.isAlive(since: file.created, at: now) else { return nil }
      return StoredContents(digest: file.digest, size: file.size, localPath: localPath(of: file))
    }
    guard let upload = try upload(at: path),
      upload.lifecycle.isAlive(since: upload.created, at: now), let contents = upload.contents
    else { return nil }
    return StoredContents(
      digest: contents.digest, size: contents.size,
      localPath: localPath(of: upload, digest: contents.digest))
  }
}

/// The contents of a file on the CDN, whoever made it.
public struct StoredContents: Sendable, Hashable {
  /// The SHA-256 digest in hexadecimal; of contents that were put in parts, what stands for one.
  public let digest: String
  /// The size in bytes.
  public let size: Int
  /// Where they are on this machine.
  public let localPath: String
}
