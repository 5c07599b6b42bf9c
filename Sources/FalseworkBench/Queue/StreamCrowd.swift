// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// Clients that listen to a stream each, on the calling thread.
final class StreamCrowd {
  private static let scratchBytes = 64 * 1024

  private let ready: ReadySet
  private let sockets: [ClientSocket]
  private let scratch: UnsafeMutableRawBufferPointer
  /// The descriptors of the streams whose first event has come, which tells of the past.
  private var begun: Set<CInt> = []
  /// How late the events were that have come since.
  private(set) var lateness = LatencyHistogram()

  /// Opens the streams.
  init(of requests: [WireRequest], port: Int) throws(BenchFailure) {
    ready = try ReadySet()
    scratch = .allocate(byteCount: Self.scratchBytes, alignment: 16)
    var sockets: [ClientSocket] = []
    for (turn, request) in requests.enumerated() {
      let socket = try ClientSocket.connect(port: port, turn: turn)
      sockets.append(socket)
      guard request.bytes.withUnsafeBytes({ socket.send($0) }) == request.bytes.count else {
        throw BenchFailure("falsework on port \(port) takes no more streams")
      }
      try ready.add(socket.descriptor, .reading)
    }
    self.sockets = sockets
  }

  deinit {
    for socket in sockets { socket.close() }
    scratch.deallocate()
  }

  /// Takes what comes for a while.
  func listen(for duration: Duration) throws(BenchFailure) {
    let end = BenchClock.now + duration.nanoseconds
    while BenchClock.now < end {
      let count = ready.wait(milliseconds: 100)
      for index in 0..<count { try receive(ready.descriptor(at: index)) }
    }
  }

  private func receive(_ descriptor: CInt) throws(BenchFailure) {
    let count = ClientSocket(descriptor: descriptor).receive(into: scratch)
    let now = BenchClock.microsecondsSinceEpoch
    guard count > 0 else {
      if count == -Int(EAGAIN) { return }
      throw BenchFailure("a stream ended early; their requests may take too little time")
    }
    guard !begun.insert(descriptor).inserted else { return }
    let bytes = UnsafeRawBufferPointer(rebasing: scratch[..<count])
    guard let due = LogMoment.last(in: bytes) else { return }
    lateness.record(UInt64(max(0, now - due)) * 1000)
  }
}
