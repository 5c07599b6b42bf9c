// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

extension JournalEntry {
  /// The entry of an exchange that has ended now.
  init(
    _ exchange: FinishedExchange, _ note: ExchangeNote, _ outcomes: [FaultFiring.Outcome?],
    phase: JobPhase?, at now: Timestamp
  ) {
    let (facts, known) = (note.facts, note.known)
    let request = exchange.request
    var asked = facts.journal
    asked.body = JournalBody(of: request, known.inspection)
    self.init(
      id: note.number, operation: facts.operation.rawValue,
      origin: JournalOrigin(
        session: facts.session?.description, connection: request.arrival.connection,
        security: request.arrival.security == .tls ? .tls : .plain, door: facts.door),
      job: known.job.map { job in
        JournalJob(
          requestID: job.description, index: known.scene?.job?.index,
          phase: phase.map(JournalJob.Phase.init))
      },
      scenarios: known.scene?.imprint.scenarios ?? [],
      times: JournalTimes(
        arrived: note.arrived, firstByte: exchange.wireBytes > 0 ? known.answered : nil,
        ended: now, realDuration: exchange.duration),
      request: asked, response: JournalResponse(exchange, known.reply),
      delivery: JournalDelivery(exchange), notes: known.scene?.imprint.notes ?? facts.notes)
    if let inspection = known.inspection { notes += inspection.notes }
    notes += known.pictureNotes
    guard let scene = known.scene else { return }
    nearMisses = scene.imprint.nearMisses
    guard !outcomes.isEmpty else { return }
    let decision = scene.decision
    if decision.delay > .zero {
      delay = JournalDelay(requested: decision.delay, achieved: known.delayed)
    }
    faults = zip(decision.firings, outcomes).map(JournalFault.init)
  }
}

extension JournalBody {
  /// The content of a request; one that holds the client's key is not shown.
  fileprivate init(of request: ServerRequest, _ inspection: SubmissionInspection?) {
    let type = request.head.fields.value(of: .contentType)
    self.init(
      of: request.content, contentType: inspection?.holdsKey == true ? nil : type,
      digest: inspection?.digest)
  }
}

extension JournalResponse {
  fileprivate init(_ exchange: FinishedExchange, _ reply: Reply?) {
    if let reply, exchange.status.code != 499 {
      self = reply.imprint?.response { JournalResponse(reply) } ?? JournalResponse(reply)
      if let number = reply.exchange {
        fields = fields.led(by: .falseworkExchange, String(number))
      }
      if case .stream = reply.content { body = JournalBody(byteCount: exchange.contentBytes) }
    } else {
      self.init()
    }
    contentBytes = exchange.contentBytes
    wireBytes = exchange.wireBytes
  }

  /// What was meant for the client.
  private init(_ reply: Reply) {
    let body: JournalBody
    switch reply.content {
    case .none, .stream: body = .empty
    case .bytes(let bytes): body = JournalBody(of: bytes, contentType: reply.fields[.contentType])
    case .file(_, let range): body = JournalBody(byteCount: range.count)
    }
    self.init(
      status: reply.status.code, fields: Redaction.fields(reply.fields), body: body)
  }
}

extension JournalDelivery {
  fileprivate init(_ exchange: FinishedExchange) {
    if case .ended(let ending)? = exchange.performance {
      self = .ended(Ending(ending))
      return
    }
    switch exchange.delivery {
    case .delivered: self = .delivered
    case .clientGone: self = .clientGone
    case .cutShort: self = .cutShort
    }
  }
}

extension JournalDelivery.Ending {
  fileprivate init(_ ending: WireEnding) {
    switch ending {
    case .close: self = .close
    case .reset: self = .reset
    case .stall: self = .stall
    }
  }
}

extension JournalJob.Phase {
  init(_ phase: JobPhase) {
    switch phase {
    case .inQueue: self = .inQueue
    case .inProgress: self = .inProgress
    case .completed: self = .completed
    }
  }
}

extension JournalFault {
  fileprivate init(_ firing: FaultFiring, _ outcome: FaultFiring.Outcome?) {
    let state: State =
      switch outcome {
      case .delivered?: .delivered
      case .missed(let miss)?: .missed(reason: miss.description)
      case nil: .fired
      }
    self.init(
      firing: firing.id.number, scenario: firing.scenario, rule: firing.rule,
      actions: firing.actionWords, state: state, why: firing.why,
      draws: firing.draws.map { Draw(name: $0.name, value: $0.value) })
  }
}
