// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkTLS
internal import Glibc

// Theory of operation
//
//   closed ──connect──▶ resting ──request──▶ waiting ──whole reply──▶ resting
//                └─ TLS ─▶ shakingHands ──request──▶ ┘      └─ connection per request ─▶ closed
//
// The loop is closed: a connection sends its next request when the last reply is whole, so the
// number of connections is the number of requests under way. The next request is sent as soon as
// the reply is read, without waiting for the socket to be writable: its buffer is empty by then.
// That is one epoll_wait for a batch and two system calls for a request, fewer than wrk needs.
// Anything but the expected reply ends the load with a failure: figures with errors in them
// would look like figures.

/// A load of requests over some connections, made by the calling thread.
package final class LoadGenerator {
  /// The server may be silent for so many waits, 10 seconds, before the load fails.
  ///
  /// Waits are counted rather than time, which also passes while the whole machine stands still.
  private static let silentWaitCountMax = 20
  private static let waitMilliseconds = 500
  private static let scratchBytes = 64 * 1024

  private let target: LoadTarget
  private let ready: ReadySet
  private let scratch: UnsafeMutableRawBufferPointer
  private var connections: [LoadConnection]
  /// The place among `connections` of each descriptor.
  private var places: [Int] = []
  private var connectCount = 0
  private var nextRequest = 0
  private var tally = LoadTally(.count(0), now: 0)
  private var plaintext: [UInt8] = []
  private var outbound: [UInt8] = []
  /// What the first TLS connection agreed on; nil without TLS.
  private(set) var cipherSuite: String?

  /// Prepares a load; connections are made when they are first used.
  package init(_ target: LoadTarget, connectionCount: Int) throws(BenchFailure) {
    self.target = target
    ready = try ReadySet()
    connections = Array(repeating: LoadConnection(), count: connectionCount)
    scratch = .allocate(byteCount: Self.scratchBytes, alignment: 16)
  }

  deinit {
    for connection in connections where connection.stage != .closed { connection.socket.close() }
    scratch.deallocate()
  }

  /// Makes the load, and returns when its last reply is there; connections are kept for another.
  ///
  /// The first requests of the connections are spread evenly over a time, so that replies that take
  /// long do not all come at once.
  package func run(
    _ limit: LoadLimit, spread: Duration = .zero
  ) throws(BenchFailure) -> LoadResult {
    let start = BenchClock.now
    tally = LoadTally(limit, now: start)
    var begunCount = 0
    var silentWaitCount = 0
    repeat {
      try beginAll(upTo: &begunCount, since: start, spread)
      let isSpreading = begunCount < connections.count
      let count = ready.wait(milliseconds: isSpreading ? 1 : Self.waitMilliseconds)
      for index in 0..<count { try receive(places[Int(ready.descriptor(at: index))]) }
      silentWaitCount = count > 0 || isSpreading ? 0 : silentWaitCount + 1
      guard silentWaitCount < Self.silentWaitCountMax else {
        throw failure("left \(tally.underWayCount) requests without a reply")
      }
    } while tally.underWayCount > 0 || begunCount < connections.count
    return tally.result(at: BenchClock.now)
  }

  /// Sends the first requests whose time has come; none once the load has reached its limit.
  private func beginAll(
    upTo begunCount: inout Int, since start: UInt64, _ spread: Duration
  ) throws(BenchFailure) {
    while begunCount < connections.count {
      let now = BenchClock.now
      let offset = spread.nanoseconds * UInt64(begunCount) / UInt64(connections.count)
      guard tally.maySend(at: now) else {
        begunCount = connections.count
        return
      }
      guard now >= start + offset else { return }
      try begin(begunCount, now)
      begunCount += 1
    }
  }

  /// The number of connections that the server has closed, or sent something, since their last
  /// reply.
  var disturbedCount: Int {
    connections.count { $0.stage != .closed && !$0.socket.isQuiet }
  }

  private func begin(_ place: Int, _ now: UInt64) throws(BenchFailure) {
    tally.noteSent()
    switch connections[place].stage {
    case .closed:
      try connect(place, now)
    case .resting:
      connections[place].start = now
      try sendRequest(place)
    case .shakingHands, .waiting:
      preconditionFailure("a connection has one request under way at most")
    }
  }

  private func connect(_ place: Int, _ now: UInt64) throws(BenchFailure) {
    let socket = try ClientSocket.connect(port: target.port, turn: connectCount)
    connectCount += 1
    let descriptor = Int(socket.descriptor)
    if descriptor >= places.count {
      places += Array(repeating: 0, count: descriptor + 1 - places.count)
    }
    places[descriptor] = place
    connections[place] = LoadConnection(socket, try makeSession(), start: now)
    try ready.add(socket.descriptor, .reading)
    guard let session = connections[place].session else { return try sendRequest(place) }
    connections[place].stage = .shakingHands
    session.start(outbound: &outbound)
    try flush(socket)
  }

  private func makeSession() throws(BenchFailure) -> TLSClientSession? {
    guard case .tls(let context) = target.transport else { return nil }
    return try .begin(context)
  }

  private func sendRequest(_ place: Int) throws(BenchFailure) {
    connections[place].stage = .waiting
    let socket = connections[place].socket
    let bytes = target.requests[nextRequest].bytes
    nextRequest = nextRequest + 1 < target.requests.count ? nextRequest + 1 : 0
    if let session = connections[place].session {
      bytes.withUnsafeBytes { session.send($0, outbound: &outbound) }
      try flush(socket)
    } else {
      let count = bytes.withUnsafeBytes { socket.send($0) }
      guard count == bytes.count else { throw notTaken(count) }
    }
  }

  private func flush(_ socket: ClientSocket) throws(BenchFailure) {
    guard !outbound.isEmpty else { return }
    let count = outbound.withUnsafeBytes { socket.send($0) }
    guard count == outbound.count else { throw notTaken(count) }
    outbound.removeAll(keepingCapacity: true)
  }

  private func receive(_ place: Int) throws(BenchFailure) {
    let socket = connections[place].socket
    let count = socket.receive(into: scratch)
    guard count > 0 else {
      if count == -Int(EAGAIN) { return }
      throw failure(count == 0 ? "closed a connection" : "reset a connection")
    }
    let bytes = UnsafeRawBufferPointer(rebasing: scratch[..<count])
    guard let session = connections[place].session else { return try read(bytes, place) }
    try decrypt(bytes, session, place)
  }

  private func decrypt(
    _ bytes: UnsafeRawBufferPointer, _ session: TLSClientSession, _ place: Int
  ) throws(BenchFailure) {
    plaintext.removeAll(keepingCapacity: true)
    switch session.receive(bytes, plaintext: &plaintext, outbound: &outbound) {
    case .handshaking:
      return try flush(connections[place].socket)
    case .open:
      break
    case .endOfStream:
      throw failure("closed a TLS session")
    case .failed(let reason):
      throw failure("failed at TLS: \(reason)")
    }
    if connections[place].stage == .shakingHands {
      if cipherSuite == nil { cipherSuite = session.parameters?.cipherSuite }
      try sendRequest(place)
    }
    guard !plaintext.isEmpty else { return }
    let content = plaintext
    try content.withUnsafeBufferPointer { buffer throws(BenchFailure) in
      try read(UnsafeRawBufferPointer(buffer), place)
    }
  }

  private func read(_ bytes: UnsafeRawBufferPointer, _ place: Int) throws(BenchFailure) {
    let progress: ResponseReader.Progress
    do {
      progress = try connections[place].reader.receive(bytes)
    } catch {
      throw failure("sent \(error)")
    }
    guard case .complete(let reply) = progress else { return }
    guard reply.status == target.status else {
      throw failure("answered \(reply.status), not \(target.status)")
    }
    guard reply.surplusBytes == 0, connections[place].stage == .waiting else {
      throw failure("sent more than it was asked for")
    }
    let now = BenchClock.now
    tally.noteReply(
      contentBytes: reply.contentBytes, latency: latency(from: connections[place].start, to: now))
    connections[place].stage = .resting
    if target.persistence == .connectionPerRequest { try close(place) }
    if tally.maySend(at: now) { try begin(place, now) }
  }

  private func latency(from start: UInt64, to end: UInt64) -> UInt64 {
    let (taken, delay) = (end - start, target.delay.nanoseconds)
    return taken > delay ? taken - delay : delay - taken
  }

  private func close(_ place: Int) throws(BenchFailure) {
    let connection = connections[place]
    if let session = connection.session {
      session.close(outbound: &outbound)
      try flush(connection.socket)
    }
    connection.socket.close()
    connections[place] = LoadConnection()
  }

  private func notTaken(_ count: Int) -> BenchFailure {
    failure(
      count < 0
        ? "takes no request: \(SystemError.text(CInt(-count)))" : "takes a part of a request only")
  }

  private func failure(_ deed: String) -> BenchFailure {
    BenchFailure("\(target.name) on port \(target.port) \(deed)")
  }
}
