// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// Something in a document that the strict reading does not enforce, and where it stands.
///
/// A document with diagnostics can be used; without them, everything that it asserts is checked.
public struct SchemaDiagnostic: Sendable, Hashable {
  /// The place in the document.
  public let pointer: JSONPointer
  /// Why it is not enforced.
  public let reason: Reason

  init(_ reason: Reason, at pointer: JSONPointer) {
    self.reason = reason
    self.pointer = pointer
  }
}

extension SchemaDiagnostic {
  /// What keeps the strict reading from enforcing it.
  public enum Reason: Sendable, Hashable {
    /// A keyword that the dialect does not know, other than `x-…`.
    case unknownKeyword(String)
    /// A keyword that has no effect where it stands, and what it would need.
    case withoutEffect(String, because: String)
    /// A `format` that is not checked.
    case unknownFormat(String)
    /// A pattern that is not checked, and why.
    case unusablePattern(String, because: String)
  }
}

extension SchemaDiagnostic: CustomStringConvertible {
  /// The place and the reason in one line.
  public var description: String { "#\(pointer): \(reason.sentence)" }
}

extension SchemaDiagnostic.Reason {
  fileprivate var sentence: String {
    switch self {
    case .unknownKeyword(let keyword):
      "keyword '\(keyword)' is not known; begin the names of extensions with 'x-'"
    case .withoutEffect(let keyword, let cause): "'\(keyword)' has no effect: \(cause)"
    case .unknownFormat(let format): "format '\(format)' is not checked"
    case .unusablePattern(let pattern, let cause):
      "pattern '\(pattern)' is not checked: it \(cause)"
    }
  }
}
