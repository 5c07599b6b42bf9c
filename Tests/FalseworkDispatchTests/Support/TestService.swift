// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes

/// A service made of closures that keeps what it hears.
final class TestService: HTTPService {
  typealias Answer = @Sendable (ServerRequest) -> ServerAnswer
  typealias MakeFilter = @Sendable (HTTPAuthority?) -> FilterDecision

  let finishedExchanges = Mailbox<FinishedExchange>()
  private let answer: Answer
  private let filter: MakeFilter
  private let tunnel: @Sendable (HTTPAuthority) -> TunnelDecision
  private let intake: @Sendable (ServerRequest) -> ContentIntake

  init(
    _ answer: @escaping Answer = TestService.mirror,
    filter: @escaping MakeFilter = { _ in .filter(ToyFilter()) },
    tunnel: @escaping @Sendable (HTTPAuthority) -> TunnelDecision = { _ in .open },
    intake: @escaping @Sendable (ServerRequest) -> ContentIntake = { _ in .memory }
  ) {
    self.intake = intake
    self.tunnel = tunnel
    self.filter = filter
    self.answer = answer
  }

  /// A service that gives each request the same reply.
  convenience init(reply: ServerReply) {
    self.init { _ in .now(reply) }
  }

  /// Answers with method, path, content and the tunnel's name.
  static let mirror: Answer = { request in
    let parts = [
      request.head.method.rawValue, request.head.target.path ?? "-",
      String(decoding: request.content, as: UTF8.self),
      request.arrival.tunnel?.description ?? "-", "\(request.arrival.security)",
    ]
    return .now(ServerReply(.ok, content: .text(parts.joined(separator: " "))))
  }

  func tunnel(to authority: HTTPAuthority) -> TunnelDecision { tunnel(authority) }

  func filter(inTunnelTo authority: HTTPAuthority?) -> FilterDecision { filter(authority) }

  func intake(for request: ServerRequest, _ memory: inout AnyObject?) -> ContentIntake {
    intake(request)
  }

  func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer {
    answer(request)
  }

  func finished(_ exchange: FinishedExchange) { finishedExchanges.post(exchange) }

  /// Returns the next exchange with this path, past all others.
  func next(for path: String) async -> FinishedExchange? {
    while let finished = await finishedExchanges.next() {
      if finished.request.head.target.path == path { return finished }
    }
    return nil
  }
}

extension ReplyContent {
  static func text(_ text: String) -> ReplyContent { .bytes(Array(text.utf8)) }
}

/// Starts a server on a free port, runs a test against it, and stops it.
func withServer(
  _ service: TestService = TestService(), _ change: (inout ServerConfiguration) -> Void = { _ in },
  _ test: (HTTPServer) async throws -> Void
) async throws {
  var configuration = ServerConfiguration()
  configuration.readiness = .ofTest
  change(&configuration)
  let server = try HTTPServer.start(configuration, service: service)
  do {
    try await test(server)
  } catch {
    await server.stop(within: .zero)
    throw error
  }
  await server.stop(within: .zero)
}
