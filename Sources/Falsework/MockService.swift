// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkTLS
internal import HTTPTypes
internal import Logging

/// The composition's side of every connection: from request to door, to handler, to reply, and to
/// the journal.
struct MockService: HTTPService {
  let fal: FalService
  let control: ControlService
  let desk: FaultDesk
  let log: ExchangeLog
  let tls: TLSServerContext
  let clock: MockClock
  let logger: Logger
  let standing = StandingFields()

  func tunnel(to authority: HTTPAuthority) -> TunnelDecision {
    guard FalHost(authority.host) != nil || authority.isLoopback else {
      return .refuse(finish(.problem(.forbidden, Refusal.foreignHost(authority.host)), by: .mock))
    }
    return rehearsedTunnel(to: authority)
  }

  func filter(inTunnelTo authority: HTTPAuthority?) -> FilterDecision {
    do {
      return try rehearsedFilter(inTunnelTo: authority)
    } catch {
      logger.error("cannot begin TLS", metadata: ["reason": "\(error)"])
      return .end(.close)
    }
  }

  func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake {
    guard case .fal(let visit) = recall(request, &memory).visit else { return .memory }
    return fal.intake(of: visit, request)
  }

  func note(on request: ServerRequest, _ memory: inout AnyObject?) -> (any Sendable)? {
    let poll = recall(request, &memory)
    if case .control = poll.visit { return nil }
    return ExchangeNote(number: log.nextNumber(), facts: poll.facts, arrived: clock.now)
  }

  func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer {
    let poll = recall(request, &memory)
    switch poll.visit {
    case .fal(let visit):
      return finish(
        counted(rehearsed(visit, request, poll)), by: .fal, request.exchangeNote)
    case .control(let path):
      return finish(control.answer(path, request), by: .mock)
    case .frontPage:
      return .now(finish(control.frontPage(request), by: .mock, request.exchangeNote))
    case .refused(let status, let reason):
      return .now(finish(.problem(status, reason), by: .fal, request.exchangeNote))
    }
  }

  private func recall(_ request: ServerRequest, _ memory: inout AnyObject?) -> PollMemory {
    if let poll = memory as? PollMemory, poll.head === request.head { return poll }
    let visit = Visit(request)
    let facts = ExchangeFacts(
      request.head, visit, session: try? fal.session(of: request), desk.library.find)
    let poll = PollMemory(head: request.head, visit: visit, facts: facts)
    memory = poll
    return poll
  }

  func finished(_ exchange: FinishedExchange) {
    record(exchange)
    let note = exchange.request.note as? ExchangeNote
    for finding in note?.known.pictureNotes ?? [] {
      logger.notice("a picture cannot be used", metadata: ["reason": "\(finding.text)"])
    }
    logger.info(
      "\(exchange.request.head.method.rawValue) \(exchange.request.head.logTarget)",
      metadata: [
        "status": "\(exchange.status.code)",
        "bytes": "\(exchange.contentBytes)",
        "milliseconds": "\(Double(exchange.duration.microseconds / 10) / 100)",
        "connection": "\(exchange.request.arrival.connection)",
        "delivery": "\(exchange.delivery)",
      ])
  }

  /// An answer that comes later is work under way, from now on.
  ///
  /// The control interface is not counted: it may wait for the rest.
  private func counted(_ answer: FalAnswer) -> FalAnswer {
    guard case .later(let produce) = answer, let shift = clock.beginShift() else { return answer }
    return .later {
      defer { shift.pause() }
      return await Shift.$current.withValue(shift) { await produce() }
    }
  }

  private func finish(
    _ answer: FalAnswer, by author: StandingFields.Author, _ note: ExchangeNote? = nil
  ) -> ServerAnswer {
    switch answer {
    case .now(let reply): .now(finish(reply, by: author, note))
    case .later(let produce): .later { finish(await produce(), by: author, note) }
    }
  }

  /// Adds the fields that every reply has, and logs what went wrong inside.
  func finish(
    _ reply: Reply, by author: StandingFields.Author, _ note: ExchangeNote? = nil
  ) -> ServerReply {
    if let trouble = reply.trouble {
      logger.error("the mock failed to answer", metadata: ["reason": "\(trouble)"])
    }
    let now = clock.now
    note?.update { known in
      known.reply = reply
      known.answered = now
    }
    let (fields, shared): (HTTPFields, HTTPFieldBlock) =
      switch reply.standing {
      case .included: (reply.fields, .empty)
      case .written(let block): ([:], block)
      case .added where reply.fields.contains(.date): (reply.fields, standing.undated(author))
      case .added: (reply.fields, standing.dated(author, now))
      }
    var served = ServerReply(
      reply.status, fields: fields, sharedFields: shared, content: reply.content)
    if let number = reply.exchange {
      served.fields = HTTPFields(
        CollectionOfOne(HTTPField(name: .falseworkExchange, value: String(number))))
      if !fields.isEmpty { served.fields.append(contentsOf: fields) }
    }
    if let wire = reply.wire { served.performance = performance(of: wire, on: reply, note) }
    return served
  }
}

extension ServerRequest {
  /// What is known of the exchange; `nil` for those of the control interface.
  var exchangeNote: ExchangeNote? { note as? ExchangeNote }
}

extension HTTPRequestHead {
  /// The target as logs show it: host and path, never the query, which may carry a token.
  fileprivate var logTarget: String {
    switch target {
    case .origin(let path, _): (authority?.host ?? "") + path
    case .absolute(_, let authority, let path, _): authority.host + path
    case .authority(let authority): authority.description
    case .asterisk: "*"
    }
  }
}
