// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB

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
  public func keep(_ files: [InputFile], ofInputOf id: RequestID) async throws(StoreError) {
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
    }
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
