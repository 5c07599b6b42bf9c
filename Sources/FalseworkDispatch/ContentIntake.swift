// Falsework
// SPDX-License-Identifier: MIT

/// Where the content of a request goes as it comes.
public enum ContentIntake {
  /// To memory, up to `limits.bodyBytesMax`.
  case memory
  /// To a new file.
  case file(FileIntake)
}

/// How the content of a request becomes a file.
///
/// Each piece is written as it comes, so that no more than a piece is in memory. The file is
/// removed with its `ReceivedFile`, unless the service has taken it over.
public struct FileIntake {
  /// The folder in which the file is made, which must exist.
  public var folder: String
  /// The most bytes of content; `fileBytesMax` of the configuration holds besides.
  public var bytesMax: Int
  /// What is told of each piece as it is written; used on the connection's event loop only.
  public var digest: (any ContentDigest)?

  /// Creates an intake.
  public init(
    folder: String, bytesMax: Int = ServerConfiguration.fileBytesMaxDefault,
    digest: (any ContentDigest)? = nil
  ) {
    self.folder = folder
    self.bytesMax = bytesMax
    self.digest = digest
  }
}

/// A digest of content that comes in pieces, such as SHA-256.
///
/// It is confined to its connection's event loop.
public protocol ContentDigest: AnyObject {
  /// Adds a piece, the next of the content.
  func update(_ piece: UnsafeRawBufferPointer)

  /// Returns the digest of all that was added; called at most once.
  func finish() -> [UInt8]
}
