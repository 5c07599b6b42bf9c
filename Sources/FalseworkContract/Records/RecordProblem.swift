// Falsework
// SPDX-License-Identifier: MIT

/// Why bytes are no file of records.
public struct RecordProblem: Error, Sendable, Hashable, CustomStringConvertible {
  /// The line, from 1.
  public let line: Int
  /// What is wrong with it, with the place in the line where there is one.
  public let reason: String

  /// The line and the reason in a line.
  public var description: String { "line \(line): \(reason)" }
}
