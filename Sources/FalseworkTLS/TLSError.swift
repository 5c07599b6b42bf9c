// Falsework
// SPDX-License-Identifier: MIT

/// A failure to make, load or use certificates and keys.
public struct TLSError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The cause, for programs.
  public var code: Code
  /// The cause and what to do about it, for people; it names the file concerned.
  public var message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}

extension TLSError {
  /// A cause of failure, an open vocabulary.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// The code's stable spelling.
    public let description: String

    init(_ description: String) {
      self.description = description
    }

    /// A file or folder that cannot be read.
    public static let unreadable = Code("unreadable")
    /// A file or folder that cannot be written or made.
    public static let unwritable = Code("unwritable")
    /// A file above its size limit.
    public static let tooLarge = Code("too-large")
    /// A private key, or its folder, that other users of the machine can get at.
    public static let exposed = Code("exposed")
    /// A file that does not hold the PEM expected of it.
    public static let corrupt = Code("corrupt")
    /// A certificate without its private key.
    public static let incomplete = Code("incomplete")
    /// A certificate and a private key that do not belong together.
    public static let mismatched = Code("mismatched")
    /// A certificate that may not sign others.
    public static let notAnAuthority = Code("not-an-authority")
    /// A certificate outside its validity.
    public static let expired = Code("expired")
    /// A name that is neither a host name nor an IP address.
    public static let invalidName = Code("invalid-name")
    /// A refusal by OpenSSL itself.
    public static let library = Code("library")
  }
}
