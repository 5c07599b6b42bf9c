// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue

/// What comes of holding a rule against an exchange.
enum RuleVerdict {
  case unmet(Unmet)
  case fires(RuleEffect)
}

/// What a rule that fires has done.
struct RuleEffect {
  let actions: [FaultActionKind]
  let words: [String]
  let draws: [FaultDraw]
  let occurrence: Int
  let reason: FaultFiring.Reason

  func firing(_ id: FaultFiring.ID, _ candidate: RuleScreen.Candidate) -> FaultFiring {
    FaultFiring(
      id: id, scenario: candidate.place.scenario, rule: candidate.rule.name, actions: actions,
      actionWords: words, draws: draws, occurrence: occurrence, reason: reason)
  }
}

extension FaultBook {
  /// Holds a rule against the exchange, counts it, and adds what it does to the decision.
  ///
  /// A rule's contents are read in their place: a copy of them costs more than most answers.
  mutating func consider(
    _ candidate: RuleScreen.Candidate, _ subject: FaultSubject, _ phase: JobPhase?,
    _ composing: inout Composing
  ) -> RuleVerdict {
    let (rule, place) = (candidate.rule.contents, candidate.place)
    if let unmet = rule.firstUnmet(by: subject.job, in: phase) { return .unmet(unmet) }
    guard let scope = ScopeKey(rule.scope, of: subject) else { return .unmet(.noJob) }
    if let window = rule.condition.window {
      let elapsed = elapsed(since: place, scope, composing.now)
      guard window.contains(elapsed) else { return .unmet(.window(window, found: elapsed)) }
    }
    if let polls = rule.condition.polls, !(composing.poll.map(polls.contains) ?? false) {
      return .unmet(.number(.poll, polls, found: composing.poll))
    }
    let occurrence = count(place.key(scope, .matches))
    let kinds = composing.possible(of: rule)
    guard composing.arrival == nil && rule.action.answer == nil || !kinds.isEmpty else {
      return .unmet(.answered)
    }
    if let wanted = rule.condition.occurrences, !wanted.contains(occurrence) {
      return .unmet(.number(.nth, wanted, found: occurrence))
    }
    if let times = rule.times, counts[place.key(scope, .firings)] ?? 0 >= times {
      return .unmet(.times(times))
    }
    var dice = dice(for: rule, place, subject)
    if rule.condition.probability < 1 {
      let drawn = dice.share(as: "probability")
      guard drawn < rule.condition.probability else {
        return .unmet(.probability(rule.condition.probability, drawn: drawn))
      }
    }
    var delayUntilToken = Duration.zero
    if case .rateLimit(let limit)? = rule.action.answer, kinds.contains(.rateLimit) {
      guard let wait = wait(for: limit, place.key(scope, .bucket), composing.now) else {
        return .unmet(.token)
      }
      delayUntilToken = wait
    }
    if rule.times != nil { _ = count(place.key(scope, .firings)) }
    composing.apply(
      rule, kinds, occurrence: occurrence, untilToken: delayUntilToken, dice: &dice)
    return .fires(
      RuleEffect(
        actions: kinds, words: rule.words(for: kinds), draws: dice.draws, occurrence: occurrence,
        reason: rule.reason(subject, phase, poll: composing.poll)))
  }

  /// The draws of a rule are keyed by what the exchange is about, and by how often that was so.
  private mutating func dice(
    for rule: FaultRule.Contents, _ place: RulePlace, _ subject: FaultSubject
  ) -> FaultDice {
    guard rule.drawsLots else { return FaultDice(SeededGenerator(seed: seed)) }
    let scope = ScopeKey.draw(session: subject.session ?? "", subject.key)
    let occurrence = count(place.key(scope, .draws))
    let key = ["fault", place.scenario, rule.name] + subject.key + [String(occurrence)]
    return FaultDice(SeededGenerator(seed: seed, key: key))
  }

  private mutating func wait(
    for limit: RateLimit, _ key: CounterKey, _ now: Timestamp
  ) -> Duration? {
    var bucket =
      buckets[key]
      ?? TokenBucket(capacity: limit.capacity, refillPerSecond: limit.refillPerSecond, at: now)
    let wait = bucket.take(at: now)
    buckets[key] = bucket
    return wait
  }

  private func elapsed(since place: RulePlace, _ scope: ScopeKey, _ now: Timestamp) -> Duration {
    let key = CounterKey(scenario: place.ordinal, rule: -1, scope: scope, count: .beginning)
    return (beginnings[key] ?? now).duration(to: now)
  }

  /// Counts one more and returns how many that makes.
  private mutating func count(_ key: CounterKey) -> Int {
    counts.change(key, from: 0) { $0 += 1 }
  }

  /// Notes when the scopes began by whose time rules go.
  mutating func noteBeginnings(
    of scenario: Scenario, _ ordinal: Int, _ subject: FaultSubject, _ now: Timestamp
  ) {
    for scope in scenario.timedScopes {
      guard let scope = ScopeKey(scope, of: subject) else { continue }
      let key = CounterKey(scenario: ordinal, rule: -1, scope: scope, count: .beginning)
      beginnings[key] = beginnings[key] ?? now
    }
  }

  /// Which exchange of its operation about its job this is.
  mutating func pollNumber(of subject: FaultSubject) -> Int? {
    guard subject.job != nil, let scope = ScopeKey(.job, of: subject) else { return nil }
    return count(
      CounterKey(scenario: -1, rule: -1, scope: scope, count: .polls(subject.operation)))
  }
}

extension FaultRule.Contents {
  /// Why the rule fires.
  fileprivate func reason(
    _ subject: FaultSubject, _ phase: JobPhase?, poll: Int?
  ) -> FaultFiring.Reason {
    FaultFiring.Reason(
      operation: subject.operation, scope: scope, job: subject.job?.index,
      phase: subject.job == nil ? nil : phase, poll: condition.polls == nil ? nil : poll,
      attempt: condition.attempts == nil ? nil : subject.job?.attempt)
  }

  /// The words for what of it is done, which is most often all.
  fileprivate func words(for kinds: [FaultActionKind]) -> [String] {
    kinds.count == words.count ? words : kinds.map { $0.rawValue }
  }
}
