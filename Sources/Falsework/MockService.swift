// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkTLS
internal import HTTPTypes
internal import Logging

/// The composition's side of every connection: from request to door, to handler, to reply.
struct MockService: HTTPService {
  let fal: FalService
  let control: ControlService
  let tls: TLSServerContext
  let clock: MockClock
  let logger: Logger
  private let standing = StandingFields()

  init(
    fal: FalService, control: ControlService, tls: TLSServerContext, clock: MockClock,
    logger: Logger
  ) {
    self.fal = fal
    self.control = control
    self.tls = tls
    self.clock = clock
    self.logger = logger
  }

  func tunnel(to authority: HTTPAuthority) -> TunnelDecision {
    if FalHost(authority.host) != nil || authority.isLoopback { return .open }
    return .refuse(finish(.problem(.forbidden, Refusal.foreignHost(authority.host)), by: .mock))
  }

  func filter(inTunnelTo authority: HTTPAuthority?) -> (any ByteFilter)? {
    do {
      return try tls.makeFilter(defaultName: authority?.host)
    } catch {
      logger.error("cannot begin TLS", metadata: ["reason": "\(error)"])
      return nil
    }
  }

  func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake {
    guard case .fal(let visit) = Self.recall(request, &memory).visit else { return .memory }
    return fal.intake(of: visit, request)
  }

  func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer {
    let poll = Self.recall(request, &memory)
    switch poll.visit {
    case .fal(let visit):
      return finish(fal.answer(visit, request, poll), by: .fal)
    case .control(let path):
      return finish(control.answer(path, request), by: .mock)
    case .frontPage:
      return .now(finish(control.frontPage(request), by: .mock))
    case .refused(let status, let reason):
      return .now(finish(.problem(status, reason), by: .fal))
    }
  }

  private static func recall(_ request: ServerRequest, _ memory: inout AnyObject?) -> PollMemory {
    if let poll = memory as? PollMemory, poll.head === request.head { return poll }
    let poll = PollMemory(head: request.head, visit: Visit(request))
    memory = poll
    return poll
  }

  func finished(_ exchange: FinishedExchange) {
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

  private func finish(_ answer: FalAnswer, by author: StandingFields.Author) -> ServerAnswer {
    switch answer {
    case .now(let reply): .now(finish(reply, by: author))
    case .later(let produce): .later { finish(await produce(), by: author) }
    }
  }

  /// Adds the fields that every reply has, and logs what went wrong inside.
  private func finish(_ reply: Reply, by author: StandingFields.Author) -> ServerReply {
    if let trouble = reply.trouble {
      logger.error("the mock failed to answer", metadata: ["reason": "\(trouble)"])
    }
    let isDated = reply.fields.contains(.date)
    return ServerReply(
      reply.status, fields: reply.fields,
      sharedFields: isDated ? standing.undated(author) : standing.dated(author, clock.now),
      content: reply.content)
  }
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
