// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import FalseworkTLS
internal import Foundation
internal import HTTPTypes

extension MockService {
  /// Answers a request to fal as its scenarios, if it is under any, have it.
  func rehearsed(_ visit: FalVisit, _ request: ServerRequest, _ poll: PollMemory) -> FalAnswer {
    guard let note = request.exchangeNote else { return fal.answer(visit, request, poll) }
    switch desk.judge(note, request, poll) {
    case .plain:
      return accounted(fal.answer(visit, request, poll), of: request, note, nil)
    case .unknown(let words):
      return .now(.json(.badRequest, ["detail": .string("falsework: \(words)")]))
    case .scene(let scene):
      note.update { $0.scene = scene }
      return rehearsed(visit, request, poll, note, scene)
    }
  }

  private func rehearsed(
    _ visit: FalVisit, _ request: ServerRequest, _ poll: PollMemory, _ note: ExchangeNote,
    _ scene: Scene
  ) -> FalAnswer {
    let rehearsal = Rehearsal(note: note, scene: scene, clock: clock)
    let answer: FalAnswer
    switch rehearsal.entrance {
    case .handler:
      answer = accounted(fal.answer(visit, request, poll), of: request, note, scene)
    case .changed(let hidden, let course):
      let seen = request.hiding(hidden)
      answer = accounted(fal.answer(visit, seen, poll, course), of: request, note, scene)
    case .none(let reply): answer = .now(reply)
    }
    return rehearsal.answer(answer, poll)
  }

  /// Takes note of the job that an exchange is about, or that came of it.
  private func accounted(
    _ answer: FalAnswer, of request: ServerRequest, _ note: ExchangeNote, _ scene: Scene?
  ) -> FalAnswer {
    guard note.facts.isSubmission else {
      if let id = note.facts.request { note.update { $0.job = id } }
      return answer
    }
    return .later {
      inspect(request, note)
      let reply = await answer.reply
      // What was refused carries an id too, but nobody's.
      if let session = note.facts.session, let id = reply.namedID, fal.store.recall(id) != nil {
        desk.accepted(id, by: session, scene)
        note.update { $0.job = id }
        if scene?.decision.webhook?.moment == .beforeReply {
          let patience = clock.now.advanced(by: Courier.timeout)
          await desk.waitForWebhook(of: id, until: patience, by: clock)
        }
      }
      return reply
    }
  }

  /// Looks at the body of a submission; off the event loop, where its job is accepted.
  private func inspect(_ request: ServerRequest, _ note: ExchangeNote) {
    let document = note.facts.endpoint.flatMap(fal.catalogs.current.document)
    let inspection = SubmissionInspection(of: request, by: document)
    note.update { $0.inspection = inspection }
  }

  /// How the bytes of a reply are performed.
  func performance(
    of wire: WireFault, on reply: Reply, _ note: ExchangeNote?
  ) -> WirePerformance {
    let plan: WirePlan
    switch reply.content {
    case .none: plan = wire.plan(content: [], contentBytes: 0)
    case .bytes(let bytes): plan = wire.plan(content: bytes, contentBytes: bytes.count)
    case .file(let path, let range):
      plan = wire.plan(
        content: Self.beginning(of: path, range, wire.contentNeed), contentBytes: range.count)
    case .stream: plan = wire.plan()
    }
    if plan == WirePlan() { note?.update { $0.idle.formUnion(FaultActionKind.onWire) } }
    return WirePerformance(plan, timer: ClockTimer(clock: clock))
  }

  /// As much of a file as is needed to find places in it.
  private static func beginning(
    of path: String, _ range: Range<Int>, _ need: WireFault.ContentNeed
  ) -> [UInt8]? {
    let count: Int
    switch need {
    case .none: return nil
    case .prefix(let bytes): count = min(bytes, range.count)
    case .whole: return nil
    }
    guard let handle = FileHandle(forReadingAtPath: path) else { return nil }
    defer { try? handle.close() }
    try? handle.seek(toOffset: UInt64(range.lowerBound))
    return (try? handle.read(upToCount: count)).map { [UInt8]($0) }
  }

  /// Keeps an exchange that has ended, and settles its faults.
  func record(_ exchange: FinishedExchange) {
    let note = exchange.request.note as? ExchangeNote ?? strayNote(of: exchange)
    guard let note else { return }
    // One that was answered without a handler, or whose client has gone before it.
    if note.facts.isSubmission, note.known.inspection == nil {
      inspect(exchange.request, note)
    }
    let (known, now) = (note.known, clock.now)
    let firings = known.scene?.decision.firings ?? []
    let outcomes = firings.map { $0.outcome(of: exchange, known) }
    desk.settle(firings, outcomes)
    let record = known.job.flatMap(fal.store.recall)
    let phase = known.scene?.phase ?? record.map { JobPhase($0.phase(at: note.arrived)) }
    if desk.hasPending, let record {
      desk.saw(record.id) { JobSighting(exchange, note, of: record, fal.retention, at: now) }
    }
    var entry = JournalEntry(exchange, note, outcomes, phase: phase, at: now)
    if exchange.status == .notFound, firings.isEmpty, CDNPath.isOurs(note.facts.path) {
      entry.notes.append(.stray)
    }
    log.record(entry)
  }

  /// What is known of an exchange that no handler saw: a tunnel that was refused.
  private func strayNote(of exchange: FinishedExchange) -> ExchangeNote? {
    guard exchange.request.head.method == .connect else { return nil }
    let visit = Visit.refused(exchange.status, "")
    let facts = ExchangeFacts(exchange.request.head, visit, session: nil, desk.library.find)
    return ExchangeNote(number: log.nextNumber(), facts: facts, arrived: clock.now)
  }
}

extension JournalNote {
  fileprivate static let stray = JournalNote(
    kind: .strayCanary, text: "the file's URL was given out by another run of the mock")
}

extension ServerRequest {
  /// The request without some of its fields.
  fileprivate func hiding(_ names: [HTTPField.Name]) -> ServerRequest {
    guard !names.isEmpty else { return self }
    var fields = head.fields
    for name in names { fields[values: name] = [] }
    return with(fields: fields)
  }
}

extension Reply {
  /// The id of the request that the reply names.
  fileprivate var namedID: RequestID? {
    fields[.falRequestID].flatMap { RequestID($0) }
  }
}

extension FaultActionKind {
  /// What is done to the bytes of a reply.
  fileprivate static let onWire: Set<FaultActionKind> = [
    .bandwidth, .reset, .close, .stall, .drip, .pause, .corrupt, .garbage, .framing,
  ]
}

extension MockService {
  /// Opens a tunnel as scenarios have it.
  func rehearsedTunnel(to authority: HTTPAuthority) -> TunnelDecision {
    let subject = FaultSubject(
      .connect, method: "CONNECT", host: authority.host, key: ["connect", authority.host])
    let decision = desk.decide(subject, at: clock.now)
    switch decision.arrival {
    case nil: return .open
    case .reply(let reply)?, .rateLimited(let reply)?:
      settleAtOnce(decision)
      return .refuse(finish(Reply(reply, clock.now), by: .mock))
    case .wire?:
      settleAtOnce(decision)
      return .end(decision.wire?.stops.first?.ending ?? .close)
    }
  }

  /// Begins TLS as scenarios have it.
  func rehearsedFilter(inTunnelTo authority: HTTPAuthority?) throws -> FilterDecision {
    let subject = FaultSubject(
      .handshake, host: authority?.host ?? "", key: ["handshake", authority?.host ?? ""])
    let decision = desk.decide(subject, at: clock.now)
    settleAtOnce(decision)
    if let stop = decision.wire?.stops.first { return .end(stop.ending) }
    return .filter(
      try tls.makeFilter(
        defaultName: authority?.host, flaw: decision.certificate.map(CertificateFlaw.init)))
  }

  /// The client is there: it has just asked for what it does not get.
  private func settleAtOnce(_ decision: FaultDecision) {
    desk.settle(decision.firings, decision.firings.map { _ in .delivered })
  }
}

extension CertificateFlaw {
  fileprivate init(_ fault: CertificateFault) {
    switch fault {
    case .wrongName: self = .wrongName
    case .expired: self = .expired
    case .untrusted: self = .untrusted
    }
  }
}
