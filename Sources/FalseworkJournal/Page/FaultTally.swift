// Falsework
// SPDX-License-Identifier: MIT

/// What became of a rule of a scenario in a run.
public struct FaultTally: Sendable, Hashable {
  /// The name of the scenario.
  public var scenario: String
  /// The name of the rule.
  public var rule: String
  /// The names of the rule's actions.
  public var actions: [String]
  /// What a good client does; `nil` where the scenario does not say.
  public var advice: String?
  /// How many exchanges the rule was held against.
  public var evaluated: Int
  /// How often its conditions held.
  public var matched: Int
  /// How often it fired.
  public var fired: Int
  /// How often the client met it.
  public var delivered: Int
  /// How often it fired in vain, by reason.
  public var missed: [Missed]

  /// Why faults were missed, and how many.
  public struct Missed: Sendable, Hashable {
    /// The reason.
    public var reason: String
    /// How many faults were missed for it.
    public var count: Int

    /// Creates a count of missed faults.
    public init(reason: String, count: Int) {
      self.reason = reason
      self.count = count
    }
  }

  /// Creates a tally.
  public init(
    scenario: String, rule: String, actions: [String] = [], advice: String? = nil,
    evaluated: Int = 0, matched: Int = 0, fired: Int = 0, delivered: Int = 0,
    missed: [Missed] = []
  ) {
    self.scenario = scenario
    self.rule = rule
    self.actions = actions
    self.advice = advice
    self.evaluated = evaluated
    self.matched = matched
    self.fired = fired
    self.delivered = delivered
    self.missed = missed
  }

  /// What can be said of the rule as a whole.
  public enum Verdict: Sendable, Hashable {
    /// It never fired: nothing was rehearsed.
    case neverFired
    /// It fired, and the client met it at least once.
    case delivered
    /// It fired, and the client never met it.
    case missed
    /// It fired, and what the client met of it is not known yet.
    case underWay
  }

  /// What can be said of the rule as a whole.
  public var verdict: Verdict {
    if delivered > 0 { return .delivered }
    if fired == 0 { return .neverFired }
    return missed.isEmpty ? .underWay : .missed
  }
}

extension FaultTally {
  /// Returns what the faults of entries tell; rules that never fired are not among them.
  public static func tallies(of entries: [JournalEntry]) -> [FaultTally] {
    var tallies: [FaultTally] = []
    var indices: [[String]: Int] = [:]
    for fault in entries.lazy.flatMap(\.faults) {
      let key = [fault.scenario, fault.rule]
      let index = indices[key] ?? tallies.count
      if index == tallies.count {
        tallies.append(
          FaultTally(scenario: fault.scenario, rule: fault.rule, actions: fault.actions))
        indices[key] = index
      }
      tallies[index].add(fault.state)
    }
    return tallies
  }

  private mutating func add(_ state: JournalFault.State) {
    switch state {
    case .armed: return
    case .fired: break
    case .delivered: delivered += 1
    case .missed(let reason):
      if let index = missed.firstIndex(where: { $0.reason == reason }) {
        missed[index].count += 1
      } else {
        missed.append(Missed(reason: reason, count: 1))
      }
    }
    (matched, fired) = (matched + 1, fired + 1)
  }
}
