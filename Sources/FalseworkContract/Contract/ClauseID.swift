// Falsework
// SPDX-License-Identifier: MIT

/// The name of a clause: its family, a full stop and what it asks for, such as `submit.once`.
public struct ClauseID: RawRepresentable, Sendable, Hashable, Comparable,
  ExpressibleByStringLiteral, CustomStringConvertible
{
  /// The whole name.
  public let rawValue: String

  /// Takes a name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Takes a name.
  public init(stringLiteral value: String) { rawValue = value }

  /// What stands before the full stop.
  public var family: String { String(rawValue.prefix { $0 != "." }) }

  /// The whole name.
  public var description: String { rawValue }

  /// Orders names by their letters.
  public static func < (left: ClauseID, right: ClauseID) -> Bool { left.rawValue < right.rawValue }
}
