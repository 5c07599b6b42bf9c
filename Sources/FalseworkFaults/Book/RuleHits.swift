// Falsework
// SPDX-License-Identifier: MIT

/// What has become of a rule so far.
public struct RuleHits: Sendable, Hashable {
  /// The scenario's name.
  public let scenario: String
  /// The rule's name.
  public let rule: String
  /// How many exchanges of its operations came by.
  public internal(set) var evaluated = 0
  /// How many met its conditions.
  public internal(set) var matched = 0
  /// How often it acted.
  public internal(set) var fired = 0
  /// How often clients met what it did.
  public internal(set) var delivered = 0
  /// How often they did not, by reason.
  public internal(set) var missed: [FaultFiring.Miss: Int] = [:]

  /// How far a rule has come.
  public enum State: String, Sendable, Hashable {
    /// It waits for its exchange.
    case armed
    /// It has acted, and it is not known yet whether the client met it.
    case fired
    /// A client met it at least once.
    case delivered
    /// It has acted, and no client met it.
    case missed
  }

  /// How far the rule has come.
  public var state: State {
    if delivered > 0 { return .delivered }
    if fired == 0 { return .armed }
    return missed.values.reduce(0, +) < fired ? .fired : .missed
  }
}
