// Falsework
// SPDX-License-Identifier: MIT

/// Why text is no baseline.
public struct BaselineProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong with it.
  public let reason: String

  /// The line and the reason in a line.
  public var description: String { "line \(line): \(reason)" }
}
