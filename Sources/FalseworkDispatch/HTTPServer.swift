// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkHTTP
internal import Glibc

/// A server for HTTP/1.1, plain and through filters, on one port.
///
/// It serves until `stop` is called, whether it is referred to or not.
public final class HTTPServer: Sendable {
  /// The port that the server listens on.
  public let port: Int
  private let loops: [EventLoop]
  private let acceptor: Acceptor
  private let census: ConnectionCensus

  /// Starts a server; when this returns, connections are accepted.
  ///
  /// The process ignores SIGPIPE from now on, as `sendfile` raises it where a client has gone.
  public static func start(
    _ configuration: ServerConfiguration, service: any HTTPService
  ) throws(ServerError) -> HTTPServer {
    signal(SIGPIPE, SIG_IGN)
    let socket = try ListeningSocket(host: configuration.host, port: configuration.port)
    do {
      var loops: [EventLoop] = []
      for index in 0..<max(1, configuration.loopCount) {
        loops.append(
          try EventLoop(
            label: "falsework.loop.\(index)", readiness: configuration.readiness))
      }
      let server = HTTPServer(socket, loops, configuration, service)
      try server.acceptor.start()
      return server
    } catch {
      socket.close()
      throw error
    }
  }

  private init(
    _ socket: ListeningSocket, _ loops: [EventLoop], _ configuration: ServerConfiguration,
    _ service: any HTTPService
  ) {
    port = socket.port
    self.loops = loops
    census = ConnectionCensus(countMax: configuration.connectionCountMax)
    acceptor = Acceptor(
      socket, loops: loops, census: census, configuration: configuration, service: service)
  }

  /// Stops accepting, ends idle connections, lets exchanges under way end within a time, and then
  /// ends what is left.
  ///
  /// Returns once there is no connection any more and the port is free; may be called again.
  public func stop(within timeout: Duration) async {
    await acceptor.stop()
    Self.onConnections(of: loops) { $0.finishUp() }
    let timer = DispatchSource.makeTimerSource(queue: loops[0].queue)
    timer.schedule(deadline: .now() + .nanoseconds(Int(timeout.nanoseconds)))
    // Dispatch may keep the handler a little longer than the server is to live.
    timer.setEventHandler { [loops] in
      Self.onConnections(of: loops) { $0.abandon(.cutShort) }
    }
    timer.activate()
    await census.waitUntilEmpty()
    timer.cancel()
    for loop in loops { await loop.close() }
  }

  private static func onConnections(
    of loops: [EventLoop], _ body: @escaping @Sendable (Connection) -> Void
  ) {
    for loop in loops {
      loop.perform {
        for case let connection as Connection in loop.registered { body(connection) }
      }
    }
  }
}

extension Duration {
  /// The length in whole nanoseconds; never negative.
  var nanoseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(min(seconds, 1 << 32)) * 1_000_000_000 + UInt64(attoseconds / 1_000_000_000)
  }
}
