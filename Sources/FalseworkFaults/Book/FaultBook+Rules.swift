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
  let draws: [FaultDraw]
  let occurrence: Int
  let why: String

  func firing(_ id: FaultFiring.ID, _ scenario: String, _ rule: String) -> FaultFiring {
    FaultFiring(
      id: id, scenario: scenario, rule: rule, actions: actions, draws: draws,
      occurrence: occurrence, why: why)
  }
}

extension FaultBook {
  /// Holds a rule against the exchange, counts it, and adds what it does to the decision.
  mutating func consider(
    _ rule: FaultRule, _ place: RulePlace, _ composing: inout Composing
  ) -> RuleVerdict {
    // Read in its place: a copy of a condition costs more than most answers.
    if let unmet = rule.contents.condition.firstUnmet(by: composing.subject) {
      return .unmet(unmet)
    }
    let subject = composing.subject
    let condition = rule.condition
    guard let scope = ScopeKey(rule.scope, of: subject) else { return .unmet(.noJob) }
    if let window = condition.window {
      let elapsed = elapsed(since: place, scope, composing.now)
      guard window.contains(elapsed) else { return .unmet(.window(window, found: elapsed)) }
    }
    if let polls = condition.polls, !(composing.poll.map(polls.contains) ?? false) {
      return .unmet(.number(.poll, polls, found: composing.poll))
    }
    let occurrence = count(place.key(scope, .matches))
    guard composing.isPossible(rule) else { return .unmet(.answered) }
    if let wanted = condition.occurrences, !wanted.contains(occurrence) {
      return .unmet(.number(.nth, wanted, found: occurrence))
    }
    if let times = rule.times, counts[place.key(scope, .firings)] ?? 0 >= times {
      return .unmet(.times(times))
    }
    var dice = dice(for: rule, place, subject)
    if condition.probability < 1 {
      let drawn = dice.share(as: "probability")
      guard drawn < condition.probability else {
        return .unmet(.probability(condition.probability, drawn: drawn))
      }
    }
    let kinds = composing.possible(of: rule)
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
        actions: kinds, draws: dice.draws, occurrence: occurrence,
        why: rule.reasons(occurrence: occurrence, poll: composing.poll, subject)))
  }

  /// The draws of a rule are keyed by what the exchange is about, and by how often that was so.
  private mutating func dice(
    for rule: FaultRule, _ place: RulePlace, _ subject: FaultSubject
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
    let count = (counts[key] ?? 0) + 1
    counts[key] = count
    return count
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

  /// Which exchange of its operation about its job this is, if a rule wants to know.
  mutating func pollNumber(of subject: FaultSubject, under scenarios: [Scenario]) -> Int? {
    guard scenarios.contains(where: \.countsPolls), subject.job != nil,
      let scope = ScopeKey(.job, of: subject)
    else { return nil }
    return count(
      CounterKey(scenario: -1, rule: -1, scope: scope, count: .polls(subject.operation)))
  }
}

extension FaultRule {
  /// Why the rule fires, in plain words.
  func reasons(occurrence: Int, poll: Int?, _ subject: FaultSubject) -> String {
    var parts = [subject.operation.rawValue]
    if let job = subject.job { parts.append("job \(job.index)") }
    if let phase = subject.job?.phase { parts.append(phase.rawValue) }
    if condition.polls != nil, let poll { parts.append("poll \(poll)") }
    if condition.attempts != nil, let job = subject.job { parts.append("attempt \(job.attempt)") }
    parts.append("occurrence \(occurrence) of its \(scope.rawValue)")
    return parts.joined(separator: ", ")
  }
}
