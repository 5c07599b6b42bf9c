// Falsework
// SPDX-License-Identifier: MIT

/// A clause that a client broke in a drill.
public struct Finding: Sendable, Hashable {
  /// The clause.
  public let clause: ClauseID
  /// How binding it is.
  public let level: ClauseLevel
  /// The drill.
  public let drill: String
  /// What shows it.
  public let evidence: [Evidence]
  /// A command line that shows it again.
  public let replay: String

  /// What tells one finding from another: neither numbers nor words of evidence.
  public var fingerprint: String { "\(clause.rawValue)@\(drill)" }
}
