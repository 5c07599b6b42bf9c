// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc

/// Takes new connections from a listening socket and deals them out to the loops in turn.
final class Acceptor: EventReceiver, @unchecked Sendable {
  // Safe: everything that changes is used on the first loop's queue only.
  private let socket: ListeningSocket
  private let loops: [EventLoop]
  private let census: ConnectionCensus
  private let configuration: ServerConfiguration
  private let service: any HTTPService
  private var isListening = false
  private var next = 0
  private(set) var deadline: UInt64?
  var queuedDeadline: UInt64?

  /// How many connections are taken before the loop's other sockets get their turn.
  private static let batchCountMax = 64
  /// How long to wait when the system is out of descriptors.
  private static let pauseNanoseconds: UInt64 = 100_000_000

  private var loop: EventLoop { loops[0] }

  init(
    _ socket: ListeningSocket, loops: [EventLoop], census: ConnectionCensus,
    configuration: ServerConfiguration, service: any HTTPService
  ) {
    self.socket = socket
    self.loops = loops
    self.census = census
    self.configuration = configuration
    self.service = service
  }

  func start() throws(ServerError) {
    loop.queue.sync { isListening = loop.register(socket.descriptor, .reading, self) }
    guard isListening else {
      throw ServerError(.system, "cannot watch the socket: \(String(cString: strerror(errno)))")
    }
  }

  /// Stops listening; once this returns, all connections taken are on their loops' queues, and the
  /// socket is closed or will be before its loop is.
  func stop() async {
    await withCheckedContinuation { continuation in
      loop.perform { [self] in
        if isListening {
          isListening = false
          deadline = nil
          loop.close(socket.descriptor)
        }
        continuation.resume()
      }
    }
  }

  func ready(_ events: Interest) {
    for _ in 0..<Self.batchCountMax {
      switch socket.accept() {
      case .success(let descriptor): take(descriptor)
      case .failure(.lost): continue
      case .failure(.noneWaiting): return
      case .failure(.outOfResources): return pause()
      }
    }
  }

  func deadlinePassed() {
    deadline = nil
    loop.modify(socket.descriptor, .reading)
  }

  private func pause() {
    loop.modify(socket.descriptor, [])
    deadline = loop.now + Self.pauseNanoseconds
    loop.watchDeadline(of: self)
  }

  private func take(_ descriptor: CInt) {
    guard let admission = census.enter() else {
      close(descriptor)
      return
    }
    var yes: CInt = 1
    setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    let loop = loops[next]
    next = (next + 1) % loops.count
    let connection = Connection(
      descriptor, admission: admission, loop: loop, census: census, configuration: configuration,
      service: service)
    // Never at once, even on this loop: first all that wait are accepted.
    loop.perform { connection.start() }
  }
}
