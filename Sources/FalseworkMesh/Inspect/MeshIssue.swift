// Falsework
// SPDX-License-Identifier: MIT

/// Something that is wrong with a mesh file, or worth knowing.
public struct MeshIssue: Sendable, Hashable {
  /// How bad it is; the raw values are those of the official validator.
  public enum Severity: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// The file breaks a rule, or consumers show something else than was meant.
    case error = 0
    /// Consumers may well read the file but differ, or a mesh from the real service is otherwise.
    case warning = 1
    /// Allowed, and perhaps not meant.
    case information = 2
    /// Allowed, and could be better.
    case hint = 3

    /// Whether one is worse than the other.
    public static func < (left: Severity, right: Severity) -> Bool {
      left.rawValue < right.rawValue
    }

    /// The word for people: `error`, `warning`, `information` or `hint`.
    public var name: String { "\(self)" }
  }

  /// Where it is.
  public enum Place: Sendable, Hashable {
    /// An offset in bytes from the beginning of the file.
    case byte(Int)
    /// A JSON Pointer into the JSON chunk.
    case pointer(String)
  }

  /// What kind of thing it is.
  public let code: Code
  /// What was found, as a clause.
  public let message: String
  /// Where it was found.
  public let place: Place

  /// How bad it is.
  public var severity: Severity { code.severity }
}

extension MeshIssue: CustomStringConvertible {
  /// The code, the place and the message in one line, legible whatever the file's names are.
  public var description: String {
    switch place {
    case .byte(let offset): "\(code.rawValue) at byte \(offset): \(message.legible)"
    case .pointer(let pointer): "\(code.rawValue) at \(pointer.legible): \(message.legible)"
    }
  }
}
