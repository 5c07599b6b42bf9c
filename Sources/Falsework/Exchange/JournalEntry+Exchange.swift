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
  /// How many of the rules that nearly fired are kept: their words cost more than all the rest.
  private static let nearMissesMax = 2

  /// The entry of an exchange that has ended now.
  init(
    _ exchange: FinishedExchange, _ note: ExchangeNote, _ outcomes: [FaultFiring.Outcome?],
    phase: JobPhase?, at now: Timestamp
  ) {
    let (facts, known) = (note.facts, note.known)
    let request = exchange.request
    var asked = facts.journal
    asked.body = JournalBody(
      of: request.content, contentType: request.head.fields.value(of: .contentType))
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
      scenarios: known.scene?.scenarios.map(\.name) ?? [],
      times: JournalTimes(
        arrived: note.arrived, firstByte: exchange.wireBytes > 0 ? known.answered : nil,
        ended: now, realDuration: exchange.duration),
      request: asked, response: JournalResponse(exchange, known.reply),
      delivery: JournalDelivery(exchange), notes: facts.notes)
    guard let scene = known.scene else { return }
    let decision = scene.decision
    notes.append(
      JournalNote(kind: .choice, text: "the scenario was chosen \(scene.way.words)"))
    if decision.delay > .zero {
      delay = JournalDelay(requested: decision.delay, achieved: known.delayed)
    }
    faults = zip(decision.firings, outcomes).map(JournalFault.init)
    nearMisses = decision.nearMisses.prefix(Self.nearMissesMax).map { miss in
      JournalNearMiss(
        scenario: miss.scenario, rule: miss.rule, condition: miss.condition,
        why: Redaction.text("wants \(miss.wanted), and it is \(miss.found)"))
    }
  }
}

extension JournalResponse {
  fileprivate init(_ exchange: FinishedExchange, _ reply: Reply?) {
    if let reply, exchange.status.code != 499 {
      self = reply.imprint?.response { JournalResponse(reply) } ?? JournalResponse(reply)
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
      actions: firing.actions.map(\.rawValue), state: state, why: firing.why,
      draws: firing.draws.map { Draw(name: $0.name, value: $0.value) })
  }
}

extension JournalNote.Kind {
  /// How the scenarios of the exchange were chosen.
  fileprivate static let choice = JournalNote.Kind(rawValue: "choice")
}
