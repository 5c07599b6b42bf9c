// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import FalseworkQueue

/// What rules have counted so far, and the decisions that come of it.
///
/// An exchange is decided upon once, before its handler runs; later the book is told whether the
/// client met what was decided. The book is a value: whoever shares it keeps it behind a lock.
public struct FaultBook: Sendable {
  /// The most counters that are kept; those touched longest ago are forgotten first.
  public static let countersMax = 200_000

  let seed: UInt64
  private var ordinals: [String: Int] = [:]
  private var tallies: [Tally] = []
  private var lastNumber = 0
  var counts = RecentValues<CounterKey, Int>(countMax: countersMax)
  var beginnings = RecentValues<CounterKey, Timestamp>(countMax: countersMax)
  var buckets = RecentValues<CounterKey, TokenBucket>(countMax: countersMax)

  /// A scenario that is in force, and what its rules have done.
  private struct Tally: Sendable {
    var scenario: Scenario
    var hits: [RuleHits]

    init(_ scenario: Scenario) {
      self.scenario = scenario
      hits = scenario.rules.map { RuleHits(scenario: scenario.name, rule: $0.name) }
    }
  }

  /// Creates a book whose draws come from a seed.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Lets the rules of a scenario be seen among the hits before any exchange comes by.
  ///
  /// A scenario that takes the name of another one begins anew.
  public mutating func arm(_ scenario: Scenario) {
    _ = ordinal(of: scenario)
  }

  /// Returns what is to be done to an exchange, and counts it.
  public mutating func decide(
    _ subject: FaultSubject, under scenarios: [Scenario], at now: Timestamp
  ) -> FaultDecision {
    guard concern(subject, scenarios) else { return FaultDecision() }
    var composing = Composing(subject: subject, now: now)
    composing.poll = pollNumber(of: subject, under: scenarios)
    for scenario in scenarios {
      let ordinal = ordinal(of: scenario)
      noteBeginnings(of: scenario, ordinal, subject, now)
      let rules = scenario.rules
      for place in scenario.places(of: subject.operation) {
        tallies[ordinal].hits[place].evaluated += 1
        let rule = rules[place]
        switch consider(rule, RulePlace(ordinal, place, scenario.name), &composing) {
        case .unmet(let unmet):
          composing.note(unmet, scenario.name, rule)
          if unmet.condition >= .answered { tallies[ordinal].hits[place].matched += 1 }
        case .fires(let effect):
          tallies[ordinal].hits[place].matched += 1
          tallies[ordinal].hits[place].fired += 1
          lastNumber += 1
          let id = FaultFiring.ID(number: lastNumber, scenario: ordinal, rule: place)
          composing.decision.firings.append(effect.firing(id, scenario.name, rule.name))
        }
      }
    }
    return composing.finish()
  }

  /// Notes what became of a firing.
  public mutating func settle(_ firing: FaultFiring.ID, _ outcome: FaultFiring.Outcome) {
    guard tallies.indices.contains(firing.scenario),
      tallies[firing.scenario].hits.indices.contains(firing.rule)
    else { return }
    switch outcome {
    case .delivered: tallies[firing.scenario].hits[firing.rule].delivered += 1
    case .missed(let miss):
      tallies[firing.scenario].hits[firing.rule].missed[miss, default: 0] += 1
    }
  }

  /// What the rules of every scenario have done that is or was in force, in the order of arming.
  public var hits: [RuleHits] {
    let current = Set(ordinals.values)
    return tallies.indices.filter(current.contains).flatMap { tallies[$0].hits }
  }

  /// Returns what the rules of a scenario have done; empty for one that was never in force.
  public func hits(of scenario: String) -> [RuleHits] {
    ordinals[scenario].map { tallies[$0].hits } ?? []
  }

  /// Forgets all counts, buckets and hits.
  public mutating func reset() {
    let number = lastNumber
    let scenarios = tallies.indices.filter(Set(ordinals.values).contains).map {
      tallies[$0].scenario
    }
    self = FaultBook(seed: seed)
    lastNumber = number
    for scenario in scenarios { arm(scenario) }
  }

  /// Forgets what was counted for a session; hits, which belong to all, stay.
  public mutating func reset(session: String) {
    counts.removeAll { $0.scope.session == session }
    beginnings.removeAll { $0.scope.session == session }
    buckets.removeAll { $0.scope.session == session }
  }

  /// Arms the scenarios, and returns whether any has something to do with the exchange.
  private mutating func concern(_ subject: FaultSubject, _ scenarios: [Scenario]) -> Bool {
    var isConcerned = false
    for scenario in scenarios {
      arm(scenario)
      if scenario.countsPolls || !scenario.timedScopes.isEmpty
        || !scenario.places(of: subject.operation).isEmpty
      {
        isConcerned = true
      }
    }
    return isConcerned
  }

  private mutating func ordinal(of scenario: Scenario) -> Int {
    if let known = ordinals[scenario.name], tallies[known].scenario == scenario { return known }
    tallies.append(Tally(scenario))
    ordinals[scenario.name] = tallies.count - 1
    return tallies.count - 1
  }
}

/// Where a rule stands.
struct RulePlace {
  let ordinal: Int
  let rule: Int
  let scenario: String

  init(_ ordinal: Int, _ rule: Int, _ scenario: String) {
    self.ordinal = ordinal
    self.rule = rule
    self.scenario = scenario
  }

  func key(_ scope: ScopeKey, _ count: CounterKey.Count) -> CounterKey {
    CounterKey(scenario: ordinal, rule: rule, scope: scope, count: count)
  }
}
