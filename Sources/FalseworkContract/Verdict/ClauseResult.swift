// Falsework
// SPDX-License-Identifier: MIT

/// What a drill says of a clause.
public struct ClauseResult: Sendable, Hashable {
  /// The clause.
  public var clause: ClauseID
  /// What is said of it.
  public var judgement: Judgement
}
