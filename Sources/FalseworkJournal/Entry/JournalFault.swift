// Falsework
// SPDX-License-Identifier: MIT

/// A fault that fired in an exchange, and whether the client met it.
public struct JournalFault: Sendable, Hashable {
  /// The number of the firing, unique in the life of the server; `nil` where it has none.
  public var firing: Int?
  /// The name of the scenario.
  public var scenario: String
  /// The name of the rule.
  public var rule: String
  /// The names of the rule's actions.
  public var actions: [String]
  /// How far it came.
  public var state: State
  /// Why the rule fired, in a sentence.
  public var why: String
  /// What was drawn for it.
  public var draws: [Draw]

  /// How far a fault came: only a delivered one proves anything about the client.
  public enum State: Sendable, Hashable {
    /// It waits for its moment.
    case armed
    /// Its moment came; what the client saw of it is not known yet.
    case fired
    /// Its bytes, its silence or its end of the connection reached a client that was there.
    case delivered
    /// It fired in vain, for this reason.
    case missed(reason: String)
  }

  /// A number that was drawn.
  public struct Draw: Sendable, Hashable {
    /// What it was drawn for.
    public var name: String
    /// The number; its unit depends on the name.
    public var value: Double

    /// Creates a draw.
    public init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  /// Creates a fault.
  public init(
    firing: Int? = nil, scenario: String, rule: String, actions: [String], state: State,
    why: String, draws: [Draw] = []
  ) {
    self.firing = firing
    self.scenario = scenario
    self.rule = rule
    self.actions = actions
    self.state = state
    self.why = why
    self.draws = draws
  }
}
