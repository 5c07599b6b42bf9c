// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import HTTPTypes

/// A decision in the making.
struct Composing {
  let subject: FaultSubject
  let now: Timestamp
  /// Which exchange of its operation about its job it is, if a rule wants to know.
  var poll: Int?
  var decision = FaultDecision()
  private var misses: [NearMiss] = []
  /// The condition at which the farthest of these failed.
  private var farthest = ConditionKind.rateLimit

  init(subject: FaultSubject, now: Timestamp) {
    self.subject = subject
    self.now = now
  }

  /// Keeps the near miss if it is among the nearest.
  mutating func note(_ unmet: Unmet, _ scenario: String, _ rule: FaultRule) {
    if misses.count == NearMiss.countMax {
      guard farthest < unmet.condition,
        let index = misses.firstIndex(where: { $0.unmet.condition == farthest })
      else { return }
      misses.remove(at: index)
    }
    misses.append(NearMiss(scenario: scenario, rule: rule.name, unmet: unmet))
    farthest = misses.reduce(.rateLimit) { min($0, $1.unmet.condition) }
  }

  func finish() -> FaultDecision {
    var decision = decision
    // The nearest first; in the order of the documents where they are as near.
    decision.nearMisses = misses.enumerated().sorted { left, right in
      let (near, far) = (left.element.unmet.condition, right.element.unmet.condition)
      return near == far ? left.offset < right.offset : near > far
    }.map(\.element)
    return decision
  }

  /// Whether a rule can still do anything after the rules before it.
  func isPossible(_ rule: FaultRule) -> Bool {
    if decision.arrival == nil, rule.contents.action.answer == nil { return true }
    return !possible(of: rule).isEmpty
  }

  /// Returns what a rule can still do after the rules before it.
  func possible(of rule: FaultRule) -> [FaultActionKind] {
    if case .redirect(let query)? = rule.action.answer, subject.query == query { return [] }
    switch decision.arrival {
    case nil: return rule.action.kinds
    case .wire?: return rule.action.kinds.filter { $0 == .delay }
    case .reply?, .rateLimited?:
      return rule.action.kinds.filter { rule.action.canFollowAnswer($0) }
    }
  }

  /// Adds what a rule does.
  mutating func apply(
    _ rule: FaultRule, _ kinds: [FaultActionKind], occurrence: Int, untilToken: Duration,
    dice: inout FaultDice
  ) {
    let action = rule.action
    let isWhole = kinds.count == action.kinds.count
    if let delay = action.delay { decision.delay += dice.draw(delay, as: "delay") }
    guard decision.arrival != .wire else { return }
    decision.edits.add(action.edits, occurrence: occurrence)
    if isWhole || action.answer != .wire, let wire = action.wire?.drawn(&dice) {
      decision.wire = decision.wire?.merged(with: wire) ?? wire
    }
    guard isWhole else { return }
    if let answer = action.answer { self.answer(answer, at: rule.stage, untilToken) }
    decision.hiddenFields += action.hiddenFields
    if let job = action.job?.drawn(&dice) {
      decision.job = decision.job?.merged(with: job) ?? job
    }
    if let webhook = action.webhook {
      decision.webhook = decision.webhook?.merged(with: webhook) ?? webhook
    }
    decision.certificate = decision.certificate ?? action.certificate
  }

  private mutating func answer(
    _ answer: FaultAction.Answer, at stage: FaultStage, _ untilToken: Duration
  ) {
    switch (answer, stage) {
    case (.wire, .arrival): decision.arrival = .wire
    case (.wire, .reply): break
    case (.reply(let reply), .arrival): decision.arrival = .reply(reply)
    case (.reply(let reply), .reply): decision.edits.replacement = reply
    case (.redirect(let query), _):
      decision.arrival = .reply(
        FaultReply(.temporaryRedirect, fields: [.location: "?\(query)"]))
    case (.rateLimit(let limit), _):
      decision.arrival = .rateLimited(limit.reply(untilToken, at: now))
    }
  }
}

extension FaultAction {
  /// Whether a part can act on an answer that an earlier rule has given.
  fileprivate func canFollowAnswer(_ kind: FaultActionKind) -> Bool {
    switch kind {
    case .delay, .bandwidth, .drip, .pause, .corrupt, .framing, .json, .headers, .status, .date:
      true
    case .reset, .close, .stall, .garbage: answer != .wire
    case .error, .reply, .rateLimit, .job, .file, .webhook, .certificate: false
    }
  }
}

extension RateLimit {
  fileprivate func reply(_ wait: Duration, at now: Timestamp) -> FaultReply {
    var reply = reply
    let next = now.advanced(by: wait)
    switch retryAfter {
    case .none: break
    case .seconds: reply.fields[.retryAfter] = String(wait.wholeSeconds)
    case .date: reply.fields[.retryAfter] = next.httpDate
    case .fixed(let duration): reply.fields[.retryAfter] = String(duration.wholeSeconds)
    }
    return reply
  }
}

extension Duration {
  /// The length in seconds, rounded up.
  fileprivate var wholeSeconds: Int64 {
    components.seconds + (components.attoseconds > 0 ? 1 : 0)
  }
}

extension WireFault {
  /// Draws the places that are to be drawn.
  fileprivate func drawn(_ dice: inout FaultDice) -> WireFault {
    var drawn = self
    for index in corruptions.indices where corruptions[index].position == .anywhere {
      drawn.corruptions[index].position = .contentShare(dice.share(as: "corrupt"))
    }
    return drawn
  }
}

extension ReplyEdits {
  /// Adds later edits; what goes in turn is decided by the occurrence of their rule.
  fileprivate mutating func add(_ later: ReplyEdits, occurrence: Int) {
    if let replacement = later.replacement { self.replacement = replacement }
    if let status = later.status { self.status = status }
    if let skew = later.dateSkew { dateSkew = (dateSkew ?? .zero) + skew }
    if let shift = later.rangeShift { rangeShift = (rangeShift ?? 0) + shift }
    fields += later.fields.map { $0.resolved(occurrence) }
    json += later.json.map { $0.resolved(occurrence) }
    cut = later.cut ?? cut
  }
}

extension ReplyEdits.FieldEdit {
  fileprivate func resolved(_ occurrence: Int) -> ReplyEdits.FieldEdit {
    guard case .count(let name, let prefix) = self else { return self }
    return .set(name, "\"\(prefix)\(occurrence)\"")
  }
}

extension ReplyEdits.JSONEdit {
  fileprivate func resolved(_ occurrence: Int) -> ReplyEdits.JSONEdit {
    guard case .cycle(let pointer, let values) = self, !values.isEmpty else { return self }
    return .set(pointer, values[(occurrence - 1) % values.count])
  }
}
