// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue

/// A file that a request has made.
public struct FileRecord: Sendable, Hashable {
  /// The path on the CDN, with its leading slash.
  public let path: String
  /// The request that made the file.
  public let request: RequestID
  /// The place among the files of the request, from 0.
  public let ordinal: Int
  /// The file's name.
  public let name: String
  /// The media type.
  public let contentType: String
  /// The size in bytes.
  public let size: Int
  /// The SHA-256 digest of the contents in hexadecimal.
  public let digest: String
  /// When the file was made.
  public let created: Timestamp
  /// What the contents were made by: files of one recipe are equal; `nil` where nobody says.
  public let recipe: String?

  /// Creates a file record.
  public init(
    path: String, request: RequestID, ordinal: Int = 0, name: String, contentType: String,
    size: Int, digest: String, created: Timestamp, recipe: String? = nil
  ) {
    self.path = path
    self.request = request
    self.ordinal = ordinal
    self.name = name
    self.contentType = contentType
    self.size = size
    self.digest = digest
    self.created = created
    self.recipe = recipe
  }
}
