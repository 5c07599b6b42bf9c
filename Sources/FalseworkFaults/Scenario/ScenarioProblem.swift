// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON

/// Why a document is no scenario, and where.
public struct ScenarioProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place in the document.
  public let pointer: JSONPointer
  /// Whether the name of the member is wrong, rather than its value.
  public let part: JSONLocator.Part
  /// What is wrong, in a clause.
  public let reason: String
  /// How to mend it, in a clause; `nil` where the reason says it all.
  public let suggestion: String?

  /// Creates a problem.
  public init(
    at pointer: JSONPointer, part: JSONLocator.Part = .value, _ reason: String,
    suggestion: String? = nil
  ) {
    self.pointer = pointer
    self.part = part
    self.reason = reason
    self.suggestion = suggestion
  }

  /// The reason and the suggestion, without the place.
  public var message: String { reason + (suggestion.map { "; " + $0 } ?? "") }

  /// The problem in one line.
  public var description: String { "#\(pointer): \(message)" }
}
