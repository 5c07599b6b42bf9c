// Falsework
// SPDX-License-Identifier: MIT

/// A finding about an exchange that is no fault.
public struct JournalNote: Sendable, Hashable {
  /// What kind of finding it is.
  public var kind: Kind
  /// The finding in a sentence, without the secret that it may be about.
  public var text: String

  /// A kind of finding; others may be added.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    /// The word for it.
    public var rawValue: String

    /// Creates a kind from its word.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// A client wanted to reach a host that the mock does not stand for, and was refused.
    public static let egressRefused = Kind(rawValue: "egress_refused")
    /// A key in the request looks like a real one.
    public static let realKey = Kind(rawValue: "real_key")
    /// The body of a submission breaks the schema of its endpoint as written.
    public static let inputViolation = Kind(rawValue: "input_violation")
    /// A picture of a submission's input cannot be used: the result is an error, or its mesh shows
    /// something else.
    public static let unusablePicture = Kind(rawValue: "unusable_picture")
    /// A key stands in the path or the query, where proxies and logs see it.
    public static let keyInURL = Kind(rawValue: "key_in_url")
    /// The client's own key stands in the body.
    public static let keyInBody = Kind(rawValue: "key_in_body")
    /// By whose choice scenarios held.
    public static let choice = Kind(rawValue: "choice")
    /// Something that another run of the mock gave out was seen here.
    public static let strayCanary = Kind(rawValue: "stray_canary")
  }

  /// Creates a note.
  public init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }
}
