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
  /// How often scenarios have begun; screens from before do not hold.
  private var generation = 0
  var counts = RecentValues<CounterKey, Int>(countMax: countersMax)
  var beginnings = RecentValues<CounterKey, Timestamp>(countMax: countersMax)
  var buckets = RecentValues<CounterKey, TokenBucket>(countMax: countersMax)

  /// A scenario that is in force, and what its rules have done.
  private struct Tally: Sendable {
    let scenario: Scenario
    /// But for how many exchanges were evaluated.
    var hits: [RuleHits]
    /// How many exchanges of each operation came by, in the order of `FaultOperation.allCases`.
    var passages = [Int](repeating: 0, count: FaultOperation.allCases.count)

    init(_ scenario: Scenario) {
      self.scenario = scenario
      hits = scenario.rules.map { RuleHits(scenario: scenario.name, rule: $0.name) }
    }

    /// The hits, with what comes of counting exchanges by their operation alone.
    var wholeHits: [RuleHits] {
      zip(hits, scenario.rules).map { hits, rule in
        var hits = hits
        for (place, operation) in FaultOperation.allCases.enumerated()
        where rule.condition.operations.contains(operation) { hits.evaluated += passages[place] }
        return hits
      }
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
    decide(
      subject, in: subject.job?.phase, by: screen(subject, under: scenarios), at: now)
  }

  /// Returns what the head of an exchange tells of the rules, and arms the scenarios.
  public mutating func screen(
    _ subject: FaultSubject, under scenarios: [Scenario]
  ) -> RuleScreen {
    let parts = scenarios.map { RuleScreen.Part(scenario: $0, ordinal: ordinal(of: $0)) }
    return RuleScreen(subject, parts, generation: generation)
  }

  /// Whether a screen still tells how things are.
  public func holds(_ screen: RuleScreen) -> Bool { screen.generation == generation }

  /// Returns what is to be done to an exchange, and counts it, by the subject and the screen of one
  /// that is alike in all but the phase of its job; the screen must hold.
  public mutating func decide(
    _ subject: FaultSubject, in phase: JobPhase?, by screen: RuleScreen, at now: Timestamp
  ) -> FaultDecision {
    pass(screen)
    // Of a job from before the server's start nothing is told.
    let phase = subject.job == nil ? nil : phase
    var composing = Composing(query: subject.query, now: now)
    var decision = FaultDecision()
    if screen.countsPolls { composing.poll = pollNumber(of: subject) }
    for part in screen.timed { noteBeginnings(of: part.scenario, part.ordinal, subject, now) }
    for candidate in screen.candidates {
      let place = candidate.place
      switch consider(candidate, subject, phase, &composing) {
      case .unmet(let unmet):
        composing.misses.note(unmet, place.scenario, candidate.rule.name)
        if unmet.condition >= .answered { tallies[place.ordinal].hits[place.rule].matched += 1 }
      case .fires(let effect):
        tallies[place.ordinal].hits[place.rule].matched += 1
        tallies[place.ordinal].hits[place.rule].fired += 1
        lastNumber += 1
        let id = FaultFiring.ID(number: lastNumber, scenario: place.ordinal, rule: place.rule)
        decision.firings.append(effect.firing(id, candidate))
      }
    }
    decision.nearMisses = composing.misses.nearest(before: screen.nearMisses)
    decision.effects = composing.effects
    return decision
  }

  /// Counts an exchange that a screen has decided upon already; the screen must hold.
  public mutating func pass(_ screen: RuleScreen) {
    precondition(holds(screen), "a screen is of use until a scenario begins or the book is reset")
    for ordinal in screen.concerned { tallies[ordinal].passages[screen.operationPlace] += 1 }
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

  /// Takes back that a client has missed a firing: it has met it after all.
  public mutating func withdraw(_ miss: FaultFiring.Miss, of firing: FaultFiring.ID) {
    guard tallies.indices.contains(firing.scenario),
      tallies[firing.scenario].hits.indices.contains(firing.rule),
      let count = tallies[firing.scenario].hits[firing.rule].missed[miss]
    else { return }
    tallies[firing.scenario].hits[firing.rule].missed[miss] = count > 1 ? count - 1 : nil
  }

  /// What the rules of every scenario have done that is or was in force, in the order of arming.
  public var hits: [RuleHits] {
    let current = Set(ordinals.values)
    return tallies.indices.filter(current.contains).flatMap { tallies[$0].wholeHits }
  }

  /// Returns what the rules of a scenario have done; empty for one that was never in force.
  public func hits(of scenario: String) -> [RuleHits] {
    ordinals[scenario].map { tallies[$0].wholeHits } ?? []
  }

  /// Forgets all counts, buckets and hits.
  public mutating func reset() {
    let (number, generation) = (lastNumber, generation)
    let scenarios = tallies.indices.filter(Set(ordinals.values).contains).map {
      tallies[$0].scenario
    }
    self = FaultBook(seed: seed)
    lastNumber = number
    self.generation = generation + 1
    for scenario in scenarios { arm(scenario) }
  }

  /// Forgets what was counted for a session; hits, which belong to all, stay.
  public mutating func reset(session: String) {
    counts.removeAll { $0.scope.session == session }
    beginnings.removeAll { $0.scope.session == session }
    buckets.removeAll { $0.scope.session == session }
  }

  private mutating func ordinal(of scenario: Scenario) -> Int {
    if let known = ordinals[scenario.name], tallies[known].scenario == scenario { return known }
    generation += 1
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
