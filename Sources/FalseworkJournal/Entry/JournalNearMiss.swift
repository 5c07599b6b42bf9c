// Falsework
// SPDX-License-Identifier: MIT

/// A rule that would have fired but for one condition.
public struct JournalNearMiss: Sendable, Hashable {
  /// The name of the scenario.
  public var scenario: String
  /// The name of the rule.
  public var rule: String
  /// The first condition that did not hold.
  public var condition: String
  /// Why it did not, in a sentence.
  public var why: String

  /// Creates a near miss.
  public init(scenario: String, rule: String, condition: String, why: String) {
    self.scenario = scenario
    self.rule = rule
    self.condition = condition
    self.why = why
  }
}
