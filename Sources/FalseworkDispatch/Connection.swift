// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Glibc

/// One connection of a server, from the first byte to the last.
///
/// Theory of operation. Bytes come from the socket, pass the layer (nothing, or a filter such as
/// TLS, decided by the first byte) and enter the HTTP machine; what the machine and the handlers
/// produce leaves by the same way. An accepted `CONNECT` begins anew: a fresh machine behind an
/// undecided layer, on the same socket.
///
///     serving ──last reply written──▶ closing ──all sent──▶ lingering ──peer's end──▶ closed
///        ├──────gone, too slow────────────┴────────────────────┴──gone, deadline───────▲
///        └─on purpose─▶ ending ──▶ closing, stalling or closed
///
/// Each entry point (`start`, `ready`, `deadlinePassed`, `deliver`, `finishUp`, and what wakes a
/// stream) ends in `settle`, which sends what can be sent and then sets interest and deadline anew.
/// Only `flush` goes on with what a full output has held back: the rest of a file or a stream, and
/// pipelined requests.
final class Connection: EventReceiver, @unchecked Sendable {
  // Safe: everything that changes is used on the loop's queue only.
  enum Stage: Equatable {
    case serving
    /// Once everything is sent, the connection is ended like this.
    case ending(WireEnding)
    /// Nothing is sent any more, on purpose; what still comes is dropped.
    case stalling
    /// The last bytes are in `output`; then the sending side is closed.
    case closing
    /// The sending side is closed; what still comes is dropped.
    case lingering
    case closed
  }

  /// What lies between the socket and the HTTP machine.
  enum Layer {
    case undecided
    case plain
    case filtered(any ByteFilter, ByteFilterState)
    /// The filter has closed its sending side: nothing passes it any more.
    case ended
  }

  let descriptor: CInt
  let admission: ConnectionCensus.Admission
  let loop: EventLoop
  let configuration: ServerConfiguration
  let service: any HTTPService
  private let census: ConnectionCensus

  var stage = Stage.serving
  var layer = Layer.undecided
  var tunnel: HTTPAuthority?
  var machine: HTTPServerMachine
  var exchange: ConnectionExchange?
  var serviceMemory: AnyObject?
  var output = OutputBuffer()
  /// Exchanges whose last bytes are in `output` still.
  var unconfirmed: [UnconfirmedExchange] = []
  /// Whether the machine may have events that wait for room in `output`.
  var isHeldBack = false
  var peerHasClosed = false
  var isFinishingUp = false
  /// Whether nothing was answered since the connection, or its tunnel, was opened.
  var isFresh = true

  private(set) var wait = Wait.firstRequest
  private(set) var waitingSince: UInt64 = 0
  private var interest: Interest = [.reading]
  private(set) var deadline: UInt64?
  var queuedDeadline: UInt64?

  init(
    _ descriptor: CInt, admission: ConnectionCensus.Admission, loop: EventLoop,
    census: ConnectionCensus, configuration: ServerConfiguration, service: any HTTPService
  ) {
    self.descriptor = descriptor
    self.admission = admission
    self.loop = loop
    self.census = census
    self.configuration = configuration
    self.service = service
    machine = HTTPServerMachine(limits: configuration.machineLimits)
  }

  func start() {
    waitingSince = loop.now
    guard loop.register(descriptor, interest, self) else {
      close(descriptor)
      census.leave(admission)
      return
    }
    if case .turnedAway = admission { turnAway() }
    settle()
  }

  func ready(_ events: Interest) {
    if events.contains(.reading), interest.contains(.reading) { readOnce() }
    if !events.isDisjoint(with: .gone) {
      // Both directions are gone, or reset: nothing can be sent any more.
      return abandon(.clientGone)
    }
    settle()
  }

  /// Lets the exchange at hand end, then closes; closes at once when there is none.
  func finishUp() {
    isFinishingUp = true
    if stage == .stalling { return abandon(.cutShort) }
    guard stage == .serving, exchange == nil else { return }
    if output.isEmpty { return abandon(.cutShort) }
    stage = .closing
    settle()
  }

  /// Closes without ceremony.
  func abandon(_ delivery: FinishedExchange.Delivery) {
    guard stage != .closed else { return }
    stage = .closed
    deadline = nil
    queuedDeadline = nil
    loop.close(descriptor)
    confirm()
    for exchange in unconfirmed {
      let pending = Int(exchange.outputEnd - output.sentTotal)
      service.finished(exchange.reply.finished(at: loop.now, delivery, pendingBytes: pending))
    }
    unconfirmed = []
    breakOffExchange(delivery)
    census.leave(admission)
  }

  /// Ends the exchange at hand whose reply cannot be completed.
  func breakOffExchange(_ delivery: FinishedExchange.Delivery) {
    let finished = exchange?.breakOff(at: loop.now, delivery, pendingBytes: output.count)
    exchange = nil
    if let finished { service.finished(finished) }
  }

  /// Sends what can be sent, then sets interest and deadline to what is waited for now.
  func settle() {
    flush()
    guard stage != .closed else { return }
    let current = currentWait
    if current != wait {
      wait = current
      waitingSince = loop.now
    }
    if current == .moment { output.giveStorageBack() }
    deadline = end(of: current, since: waitingSince)
    loop.watchDeadline(of: self)
    var wanted: Interest = []
    if wantsBytes { wanted.insert(.reading) }
    if !output.isEmpty { wanted.insert(.writing) }
    if wanted != interest {
      interest = wanted
      loop.modify(descriptor, wanted)
    }
  }

  /// Gives what is waited for its full time again, if it is this.
  func renewWait(_ wait: Wait) {
    if wait == self.wait { waitingSince = loop.now }
  }

  private var wantsBytes: Bool {
    guard !peerHasClosed else { return false }
    switch stage {
    case .ending, .stalling, .lingering: return true
    case .closing, .closed: return false
    case .serving: return machine.wantsBytes && !output.isFull
    }
  }
}
