// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// Reads `do`, key by key in the order of the document.
struct ActionReader {
  private(set) var action = FaultAction()
  /// Where each part stands.
  private(set) var places: [FaultActionKind: ScenarioNode] = [:]
  /// Whether a part breaks the reply off at a place of its own.
  private(set) var stopsWithin = false

  init(_ node: ScenarioNode) throws(ScenarioProblem) {
    let members = try node.members(FaultActionKind.allCases.map(\.rawValue))
    guard !members.names.isEmpty else {
      throw node.problem("the rule does nothing", "name an action, such as delay or reset")
    }
    for name in members.names {
      guard let kind = FaultActionKind(rawValue: name), let node = members[name] else { continue }
      action.kinds.append(kind)
      places[kind] = node
      try read(kind, node)
    }
  }

  private mutating func read(
    _ kind: FaultActionKind, _ node: ScenarioNode
  ) throws(ScenarioProblem) {
    switch kind {
    case .delay: action.delay = try node.latency()
    case .bandwidth, .drip, .pause, .corrupt, .framing: try readWire(kind, node)
    case .reset: try stop(.reset, node)
    case .close: try stop(.close, node)
    case .stall: try stop(.stall, node)
    case .garbage:
      try answer(.wire, node)
      let bytes = Array(try node.text(bytesMax: ReplyReader.bytesMax).utf8)
      wire { $0.substitute = bytes }
    case .error: try answer(.reply(try node.catalogueRow().reply), node)
    case .reply: try answer(.reply(try ReplyReader.reply(node)), node)
    case .rateLimit: try answer(.rateLimit(try ReplyReader.rateLimit(node)), node)
    case .json, .headers, .status, .date: try EditsReader.read(kind, node, &action.edits)
    case .job: action.job = try JobReader.script(node)
    case .webhook: action.webhook = try WebhookReader.conduct(node)
    case .certificate: action.certificate = try node.word()
    case .file: try readFile(try node.word(), node)
    }
  }

  private mutating func answer(
    _ answer: FaultAction.Answer, _ node: ScenarioNode
  ) throws(ScenarioProblem) {
    guard action.answer == nil else {
      throw node.problem(
        "the rule answers already",
        "keep one of error, reply, rate_limit, garbage, file and an "
          + "ending without a place")
    }
    action.answer = answer
  }

  private mutating func wire(_ change: (inout WireFault) -> Void) {
    var wire = action.wire ?? WireFault()
    change(&wire)
    action.wire = wire
  }
}

/// The words for what may be wrong with a file.
private enum FileWord: String, CaseIterable {
  case redirect
  case expired
  case wrongRange = "wrong_range"
  case ignoredRange = "ignored_range"
  case etagChanges = "etag_changes"
}

extension ActionReader {
  private mutating func readFile(
    _ word: FileWord, _ node: ScenarioNode
  ) throws(ScenarioProblem) {
    switch word {
    case .redirect: try answer(.redirect(query: "moved=1"), node)
    case .expired: try answer(.reply(FaultReply(FalReply.notFound)), node)
    case .wrongRange: action.edits.rangeShift = 1
    case .ignoredRange: action.hiddenFields = [.range]
    case .etagChanges: action.edits.fields.append(.count(.eTag, prefix: "changed-"))
    }
  }

  /// Reads an ending: `now`, or `{after: PLACE}`.
  private mutating func stop(
    _ ending: WireEnding, _ node: ScenarioNode
  ) throws(ScenarioProblem) {
    if let text = node.value.stringValue {
      guard text == "now" else {
        throw node.problem("\(node.kind) is no place", "write now, or {after: {content: 50%}}")
      }
      try answer(.wire, node)
      wire { $0.stops.append(WireFault.Stop(at: .start, ending)) }
      return
    }
    let members = try node.members(["after"])
    let position = try members.required("after").position()
    stopsWithin = true
    wire { $0.stops.append(WireFault.Stop(at: position, ending)) }
  }

  private mutating func readWire(
    _ kind: FaultActionKind, _ node: ScenarioNode
  ) throws(ScenarioProblem) {
    switch kind {
    case .bandwidth:
      let pace = WireFault.Pace(bytesPerSecond: try node.bandwidth())
      wire { $0.pace = pace }
    case .drip:
      let members = try node.members(["bytes", "every"])
      let bytes = try members.required("bytes").size()
      guard bytes > 0 else { throw node.problem("a drip has at least one byte") }
      let pace = WireFault.Pace(bytes: bytes, every: try members.required("every").duration())
      wire { $0.pace = pace }
    case .pause:
      let members = try node.members(["after", "for"])
      let pause = WireFault.Pause(
        at: try members.required("after").position(),
        for: try members.required("for").positiveDuration())
      wire { $0.pauses.append(pause) }
    case .corrupt:
      let corruption = try node.corruption()
      wire { $0.corruptions.append(corruption) }
    default:
      let framing = try node.framing()
      wire { $0.framing = framing }
    }
  }
}

extension WireFault.Pace {
  /// A bandwidth, as bytes every 50 ms or, where that is less than one byte, one at a time.
  init(bytesPerSecond: Double) {
    let bytes = bytesPerSecond / 20
    if bytes >= 1 {
      self.init(bytes: Int(bytes), every: .milliseconds(50))
    } else {
      self.init(bytes: 1, every: .microseconds(Int64(1_000_000 / bytesPerSecond)))
    }
  }
}
