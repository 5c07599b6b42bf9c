// Falsework
// SPDX-License-Identifier: MIT

/// What is kept of a body: how much it was, and its beginning where it is text.
public struct JournalBody: Sendable, Hashable {
  /// The most bytes of a preview that are kept unless another limit is given: 2 KiB.
  public static let previewBytesMax = 2048

  /// The number of bytes.
  public var byteCount: Int
  /// The SHA-256 of all bytes in lower-case hexadecimal; `nil` where nobody took it.
  public var digest: String?
  /// What can be read of it.
  public var preview: Preview

  /// What can be read of a body.
  public enum Preview: Sendable, Hashable {
    /// Nothing: there are no bytes, they are not text, or they are not to be shown.
    case none
    /// All of it, as it was sent but for secrets.
    case whole(String)
    /// Its beginning, as it was sent but for secrets.
    case beginning(String)
  }

  /// No bytes.
  public static let empty = JournalBody(byteCount: 0)

  /// Creates a body from its parts.
  public init(byteCount: Int, digest: String? = nil, preview: Preview = .none) {
    self.byteCount = byteCount
    self.digest = digest
    self.preview = preview
  }
}
