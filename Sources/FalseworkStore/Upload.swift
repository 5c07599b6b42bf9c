// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue

/// A file that a client puts on the CDN.
public struct Upload: Sendable, Hashable {
  /// The path on the CDN, with its leading slash; who knows it may put the contents.
  public let path: String
  /// Whose file it is.
  public let session: SessionID
  /// The media type.
  public let contentType: String
  /// When the path was given out.
  public let created: Timestamp
  /// How long it lives, counted from when its path was given out, and who may read it.
  public let lifecycle: ObjectLifecycle
  /// What is there; `nil` until it was put.
  public var contents: Contents?

  /// What was put.
  public struct Contents: Sendable, Hashable {
    /// The size in bytes.
    public let size: Int
    /// The SHA-256 digest in hexadecimal; of contents that were put in parts, what stands for one.
    public let digest: String
    /// When they were put.
    public let stored: Timestamp

    /// Creates a description of contents.
    public init(size: Int, digest: String, stored: Timestamp) {
      self.size = size
      self.digest = digest
      self.stored = stored
    }
  }

  /// Creates an upload.
  public init(
    path: String, session: SessionID, contentType: String, created: Timestamp,
    lifecycle: ObjectLifecycle = ObjectLifecycle(), contents: Contents? = nil
  ) {
    self.path = path
    self.session = session
    self.contentType = contentType
    self.created = created
    self.lifecycle = lifecycle
    self.contents = contents
  }
}
