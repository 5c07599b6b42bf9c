// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

/// A decision in the making.
struct Composing {
  let query: String?
  let now: Timestamp
  /// Which exchange of its operation about its job it is, if a rule wants to know.
  var poll: Int?
  /// What the rules so far do, as long as that is nothing or what one of them always does.
  private var shared: SharedEffects? = SharedEffects.none
  /// What they do together after that.
  private var own = FaultEffects()
  var misses = NearMissList()

  init(query: String?, now: Timestamp) {
    self.query = query
    self.now = now
  }

  /// What the rules so far do together.
  var effects: SharedEffects { shared ?? SharedEffects(own) }

  /// What has taken the place of the handler so far.
  var arrival: ArrivalFault? { if let shared { shared.value.arrival } else { own.arrival } }

  /// Returns what a rule can still do after the rules before it.
  func possible(of rule: FaultRule.Contents) -> [FaultActionKind] {
    if case .redirect(let query)? = rule.action.answer, self.query == query { return [] }
    switch arrival {
    case nil: return rule.action.kinds
    case .wire?: return rule.action.kinds.filter { $0 == .delay }
    case .reply?, .rateLimited?:
      return rule.action.kinds.filter { rule.action.canFollowAnswer($0) }
    }
  }

  /// Adds what a rule does.
  mutating func apply(
    _ rule: FaultRule.Contents, _ kinds: [FaultActionKind], occurrence: Int, untilToken: Duration,
    dice: inout FaultDice
  ) {
    if shared === SharedEffects.none, let steady = rule.steadyEffects,
      kinds.count == rule.action.kinds.count
    {
      shared = steady
    } else {
      apply(
        rule.action, at: rule.stage, kinds, occurrence: occurrence, untilToken: untilToken,
        dice: &dice)
    }
  }

  fileprivate mutating func apply(
    _ action: FaultAction, at stage: FaultStage, _ kinds: [FaultActionKind], occurrence: Int,
    untilToken: Duration, dice: inout FaultDice
  ) {
    if let shared { own = shared.value }
    shared = nil
    let isWhole = kinds.count == action.kinds.count
    if let delay = action.delay { own.delay += dice.draw(delay, as: "delay") }
    guard own.arrival != .wire else { return }
    own.edits.add(action.edits, occurrence: occurrence)
    if isWhole || action.answer != .wire, let wire = action.wire?.drawn(&dice) {
      own.wire = own.wire?.merged(with: wire) ?? wire
    }
    guard isWhole else { return }
    if let answer = action.answer { self.answer(answer, at: stage, untilToken) }
    own.hiddenFields += action.hiddenFields
    if let job = action.job?.drawn(&dice) {
      own.job = own.job?.merged(with: job) ?? job
    }
    if let webhook = action.webhook {
      own.webhook = own.webhook?.merged(with: webhook) ?? webhook
    }
    own.certificate = own.certificate ?? action.certificate
  }

  private mutating func answer(
    _ answer: FaultAction.Answer, at stage: FaultStage, _ untilToken: Duration
  ) {
    switch (answer, stage) {
    case (.wire, .arrival): own.arrival = .wire
    case (.wire, .reply): break
    case (.reply(let reply), .arrival): own.arrival = .reply(reply)
    case (.reply(let reply), .reply): own.edits.replacement = reply
    case (.redirect(let query), _):
      own.arrival = .reply(
        FaultReply(.temporaryRedirect, fields: [.location: "?\(query)"]))
    case (.rateLimit(let limit), _):
      own.arrival = .rateLimited(limit.reply(untilToken, at: now))
    }
  }
}

extension FaultAction {
  /// What the action does alone; `nil` where chance, counts or the moment have a say.
  func steadyEffects(at stage: FaultStage) -> SharedEffects? {
    if case .rateLimit? = answer { return nil }
    guard !drawsLots, !edits.goInTurn else { return nil }
    var composing = Composing(query: nil, now: Timestamp(microseconds: 0))
    var dice = FaultDice(SeededGenerator(seed: 0))
    composing.apply(self, at: stage, kinds, occurrence: 1, untilToken: .zero, dice: &dice)
    return composing.effects
  }

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
  /// Whether the occurrence of the rule has a say.
  fileprivate var goInTurn: Bool {
    let hasCount = fields.contains { if case .count = $0 { true } else { false } }
    return hasCount || json.contains { if case .cycle = $0 { true } else { false } }
  }

  /// Adds later edits; what goes in turn is decided by the occurrence of their rule.
  fileprivate mutating func add(_ later: ReplyEdits, occurrence: Int) {
    if let replacement = later.replacement { self.replacement = replacement }
    if let status = later.status { self.status = status }
    if let skew = later.dateSkew { dateSkew = (dateSkew ?? .zero) + skew }
    if let shift = later.rangeShift { rangeShift = (rangeShift ?? 0) + shift }
    if !later.fields.isEmpty { fields += later.fields.map { $0.resolved(occurrence) } }
    if !later.json.isEmpty { json += later.json.map { $0.resolved(occurrence) } }
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
