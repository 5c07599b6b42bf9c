// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// An upload whose contents come in parts.
public struct PartedUpload: Sendable, Hashable {
  /// The id; who knows it may put parts.
  public let id: String
  /// What the parts will be, once they are complete.
  public let upload: Upload
  /// When it was completed.
  public let completed: Timestamp?

  /// Creates an upload in parts that has none yet.
  public init(id: String, upload: Upload, completed: Timestamp? = nil) {
    self.id = id
    self.upload = upload
    self.completed = completed
  }

  /// A part that was put.
  public struct Part: Sendable, Hashable {
    /// The number, from 1.
    public let number: Int
    /// The size in bytes.
    public let size: Int
    /// The SHA-256 digest in hexadecimal.
    public let digest: String

    /// Creates a part.
    public init(number: Int, size: Int, digest: String) {
      self.number = number
      self.size = size
      self.digest = digest
    }
  }

  /// What became of a part, or of the wish to complete.
  public enum Outcome: Sendable, Hashable {
    /// It is kept.
    case kept
    /// The upload was completed before.
    case alreadyCompleted
    /// All parts together would be too large.
    case tooLarge
    /// The parts are not those any more that were to be completed.
    case changed
  }
}
