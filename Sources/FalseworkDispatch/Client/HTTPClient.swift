// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Synchronization

/// A client for HTTP/1.1: one connection for each request, on an event loop of its own.
///
/// It follows no redirects, keeps no connections and sends no cookies. A name is resolved once,
/// its addresses are held against the policy, and the first one that answers is used.
public final class HTTPClient: Sendable {
  /// The most addresses of one host that are tried.
  public static let addressCountMax = 4

  private let loop: EventLoop
  private let resolver: HostResolver
  private let configuration: HTTPClientConfiguration
  private let underWay = Mutex(UnderWay())

  private struct UnderWay {
    var connections: [ObjectIdentifier: OutboundConnection] = [:]
    var isStopped = false
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  /// Creates a client; throws when the system has no resources for it.
  public init(
    _ configuration: HTTPClientConfiguration = HTTPClientConfiguration()
  ) throws(ServerError) {
    loop = try EventLoop(label: "falsework.client", readiness: configuration.readiness)
    resolver = HostResolver()
    self.configuration = configuration
  }

  /// Sends a request and returns its reply.
  public func send(_ request: OutboundRequest) async throws(HTTPClientError) -> OutboundReply {
    let deadline = loop.now + request.timeout.nanoseconds
    let found = try await resolver.addresses(
      of: request.url.authority.host, within: request.timeout)
    let admitted = found.filter(configuration.addresses.admits)
    var failure = HTTPClientError(
      .forbidden, "\(request.url.authority.host) has no address that may be dialled")
    for ip in admitted.prefix(Self.addressCountMax) {
      let address = SocketAddress(ip, port: request.url.port)
      do throws(HTTPClientError) {
        return try await send(request, to: address, until: deadline)
      } catch {
        guard error.isAboutAddress else { throw error }
        failure = error
      }
    }
    throw failure
  }

  /// Sends a request to an address, whatever its URL says and without asking the policy.
  public func send(
    _ request: OutboundRequest, to address: SocketAddress
  ) async throws(HTTPClientError) -> OutboundReply {
    try await send(request, to: address, until: loop.now + request.timeout.nanoseconds)
  }

  /// Ends all requests under way and gives the client's resources back; nothing can be sent then.
  public func stop() async {
    let open = underWay.withLock { underWay in
      underWay.isStopped = true
      return Array(underWay.connections.values)
    }
    for connection in open { connection.giveUp() }
    await withCheckedContinuation { continuation in
      let isIdle = underWay.withLock { underWay in
        if !underWay.connections.isEmpty { underWay.waiters.append(continuation) }
        return underWay.connections.isEmpty
      }
      if isIdle { continuation.resume() }
    }
    await loop.close()
  }

  private func send(
    _ request: OutboundRequest, to address: SocketAddress, until deadline: UInt64
  ) async throws(HTTPClientError) -> OutboundReply {
    let security = try security(for: request.url)
    let connection = OutboundConnection(
      request, to: address, on: loop, security: security, deadline: deadline)
    try enter(connection)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        loop.perform { connection.start(continuation) }
      }
    } onCancel: {
      connection.giveUp()
    }
    leave(connection)
    return try result.get()
  }

  private func security(
    for url: HTTPURL
  ) throws(HTTPClientError) -> HTTPClientConfiguration.Security? {
    guard url.scheme == .https else { return nil }
    guard let security = configuration.security else {
      throw HTTPClientError(.tls, "this client does not speak https")
    }
    return security
  }

  private func enter(_ connection: OutboundConnection) throws(HTTPClientError) {
    let countMax = configuration.requestCountMax
    try underWay.withLock { (underWay) throws(HTTPClientError) in
      guard !underWay.isStopped else { throw .cancelled }
      guard underWay.connections.count < countMax else {
        throw HTTPClientError(.busy, "there are \(countMax) requests under way already")
      }
      underWay.connections[ObjectIdentifier(connection)] = connection
    }
  }

  private func leave(_ connection: OutboundConnection) {
    let waiters = underWay.withLock { underWay in
      underWay.connections[ObjectIdentifier(connection)] = nil
      guard underWay.connections.isEmpty else { return [CheckedContinuation<Void, Never>]() }
      defer { underWay.waiters = [] }
      return underWay.waiters
    }
    for waiter in waiters { waiter.resume() }
  }
}
