// Falsework
// SPDX-License-Identifier: MIT

/// What the head of an exchange and the number of its job tell of the rules: which can fire, and
/// which cannot and why.
///
/// Exchanges that are alike in these, such as the polls of a connection, are decided by one screen:
/// only what differs between them, phases and counts and chance, is looked at each time.
public struct RuleScreen: Sendable {
  /// The nearest rules that cannot fire, at most ``NearMiss/countMax``.
  public let nearMisses: [NearMiss]
  /// The rules that can, in the order of composition.
  let candidates: [Candidate]
  /// The scenarios whose rules go by the time since they began.
  let timed: [Part]
  let countsPolls: Bool
  /// The places in the book of the scenarios that have rules for the operation.
  let concerned: [Int]
  /// The place of the operation among all.
  let operationPlace: Int
  /// When it was made, in the book's count of beginnings.
  let generation: Int

  /// A scenario, and its place in the book.
  struct Part: Sendable {
    let scenario: Scenario
    let ordinal: Int
  }

  /// A rule that can fire.
  struct Candidate: Sendable {
    let rule: FaultRule
    let place: RulePlace
  }

  /// Whether nothing has to be decided or counted but the exchange itself: no rule can fire.
  public var isDecided: Bool { candidates.isEmpty && timed.isEmpty && !countsPolls }

  init(_ subject: FaultSubject, _ parts: [Part], generation: Int) {
    let operation = subject.operation
    var misses = NearMissList()
    var (candidates, concerned): ([Candidate], [Int]) = ([], [])
    for part in parts {
      let (scenario, rules) = (part.scenario, part.scenario.rules)
      let places = scenario.places(of: operation)
      if !places.isEmpty { concerned.append(part.ordinal) }
      for place in places {
        let rule = rules[place]
        if let unmet = rule.contents.condition.firstUnmet(byHeadOf: subject) {
          misses.note(unmet, scenario.name, rule.name)
        } else {
          candidates.append(
            Candidate(rule: rule, place: RulePlace(part.ordinal, place, scenario.name)))
        }
      }
    }
    self.candidates = candidates
    self.concerned = concerned
    self.generation = generation
    nearMisses = misses.nearest()
    timed = parts.filter { !$0.scenario.timedScopes.isEmpty }
    countsPolls = parts.contains { $0.scenario.countsPolls(of: operation) }
    operationPlace = FaultOperation.allCases.firstIndex(of: operation) ?? 0
  }
}
