// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkDispatch
public import FalseworkHTTP
public import FalseworkTLS
public import HTTPTypes
internal import Synchronization

/// A receiver of webhooks on a free port, which keeps what it gets and answers as it is told.
public final class WebhookReceiver: HTTPService {
  /// What the receiver answers.
  public enum Answer: Sendable {
    /// A status, with a `Location` where nothing listens.
    case status(Int)
    /// A file, with the status 200.
    case content([UInt8])
    /// A redirect.
    case redirect(to: String)
    /// Nothing, until the sender goes.
    case silence
  }

  /// What came.
  public struct Delivery: Sendable {
    /// The target of the request line.
    public let target: String
    /// The fields.
    public let fields: HTTPFields
    /// The body.
    public let body: [UInt8]

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }
  }

  private let answers: Mutex<[Answer]>
  private let received = Mutex(0)
  private let security: TLSServerContext?
  private let stream: AsyncStream<Delivery>
  private let continuation: AsyncStream<Delivery>.Continuation

  private init(_ answers: [Answer], _ security: TLSServerContext?) {
    self.answers = Mutex(answers)
    self.security = security
    (stream, continuation) = AsyncStream.makeStream()
  }

  /// Runs a test with a receiver that gives these answers in turn, the last one for ever.
  ///
  /// With an authority it speaks TLS too. The test is given the port.
  public static func with(
    _ answers: [Answer], authority: LocalCertificateAuthority? = nil, now: Int64 = 0,
    _ test: (WebhookReceiver, Int) async throws -> Void
  ) async throws {
    let security = try authority.map {
      try TLSServerContext(authority: $0, defaultNames: [], now: { now })
    }
    let receiver = WebhookReceiver(answers, security)
    let server = try HTTPServer.start(ServerConfiguration(), service: receiver)
    do {
      try await test(receiver, server.port)
    } catch {
      await server.stop(within: .zero)
      throw error
    }
    await server.stop(within: .zero)
  }

  /// How many deliveries there were.
  public var count: Int { received.withLock(\.self) }

  /// Returns the next delivery.
  public func next() async -> Delivery? {
    var iterator = stream.makeAsyncIterator()
    return await iterator.next()
  }

  /// Always opens.
  public func tunnel(to authority: HTTPAuthority) -> TunnelDecision { .open }

  /// TLS, where there is an authority.
  public func filter(inTunnelTo authority: HTTPAuthority?) -> FilterDecision {
    guard let filter = try? security?.makeFilter(defaultName: nil) else { return .end(.close) }
    return .filter(filter)
  }

  /// Answers as told.
  public func answer(_ request: ServerRequest, _ memory: inout AnyObject?) -> ServerAnswer {
    received.withLock { $0 += 1 }
    continuation.yield(
      Delivery(
        target: request.head.target.description, fields: request.head.fields,
        body: request.content))
    let answer = answers.withLock { $0.count > 1 ? $0.removeFirst() : $0.first }
    switch answer {
    case .status(let code):
      return .now(
        ServerReply(HTTPResponse.Status(code: code), fields: [.location: "http://127.0.0.1:1/"]))
    case .content(let bytes):
      return .now(ServerReply(.ok, content: .bytes(bytes)))
    case .redirect(let target):
      return .now(ServerReply(.temporaryRedirect, fields: [.location: target]))
    case .silence, nil:
      return .later {
        let (never, hold) = AsyncStream<Void>.makeStream()
        for await _ in never {}
        hold.finish()
        return ServerReply(.ok)
      }
    }
  }

  /// Does not matter.
  public func finished(_ exchange: FinishedExchange) {}
}
