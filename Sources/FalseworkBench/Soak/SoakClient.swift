// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

// Theory of operation
//
// A client is told when its socket is ready and when its deadline has passed, and says in return
// what it waits for: `interest`, `deadline`, or nothing more once there is an `outcome`.
//
//   shakingHands ─▶ step ─▶ step ─▶ … ─▶ over
//
// A step begins when everything that was to be sent before has been sent.

/// A client of the soak, which performs a script.
final class SoakClient {
  enum Outcome: Equatable {
    /// The script was performed to its end.
    case performed
    /// The server ended the connection before, or gave another reply than expected.
    case cut(String)
  }

  private enum Activity {
    case shakingHands
    case sending
    case finishingSending
    case dripping(ArraySlice<UInt8>, every: Duration)
    case holding
    case expectingReply(status: Int)
    case sipping(byteCount: Int, portion: Int, every: Duration)
    case over(Outcome)
  }

  /// How long a handshake or a reply may take.
  private static let patience = Duration.seconds(60)
  private static let chunkBytes = 64 * 1024

  let script: SoakScript
  /// When the client wants to be told of the time.
  private(set) var deadline: UInt64?
  private var wire: SoakWire
  private var activity = Activity.shakingHands
  private var steps: ArraySlice<SoakScript.Step>
  private var reader = ResponseReader()

  /// Connects and begins with the script.
  init(
    _ script: SoakScript, port: Int, turn: Int, trust: TLSClientContext, now: UInt64
  ) throws(BenchFailure) {
    self.script = script
    steps = script.steps[...]
    wire = try SoakWire(script, port: port, turn: turn, trust: trust)
    deadline = now + Self.patience.nanoseconds
    if wire.isOpen { beginStep(now) } else { flush(now) }
  }

  var descriptor: CInt { wire.socket.descriptor }

  var outcome: Outcome? {
    if case .over(let outcome) = activity { outcome } else { nil }
  }

  var interest: Interest {
    let sending: Interest = wire.hasUnsent ? .writing : []
    return switch activity {
    case .shakingHands, .expectingReply: [sending, .reading]
    case .sending, .finishingSending, .dripping, .holding, .sipping, .over: sending
    }
  }

  func ready(_ events: Interest, _ now: UInt64) {
    if wire.hasUnsent { flush(now) }
    switch activity {
    case .shakingHands, .expectingReply:
      receive(Self.chunkBytes, now)
    case .sending, .finishingSending, .dripping, .holding, .sipping:
      // A client that does not read must still notice that nobody is there any more.
      if !events.isDisjoint(with: .gone) { end(.cut("hung up")) }
    case .over:
      break
    }
  }

  func deadlinePassed(_ now: UInt64) {
    deadline = nil
    switch activity {
    case .shakingHands, .expectingReply: end(.cut("gave no whole reply in time"))
    case .dripping(let rest, let interval): drip(rest, interval, now)
    case .holding: beginStep(now)
    case .sipping(_, let portion, let interval): sip(portion, interval, now)
    case .sending, .finishingSending, .over: break
    }
  }

  /// Ends the client wherever it is.
  func leave() {
    if outcome == nil { end(.cut("was left")) }
  }

  private func beginStep(_ now: UInt64) {
    deadline = nil
    guard let step = steps.popFirst() else { return finish() }
    switch step {
    case .send(let bytes):
      activity = .sending
      wire.queue(bytes[...])
      flush(now)
    case .drip(let bytes, let interval):
      drip(bytes[...], interval, now)
    case .hold(let duration):
      activity = .holding
      deadline = now + duration.nanoseconds
    case .expectReply(let status):
      activity = .expectingReply(status: status)
      deadline = now + Self.patience.nanoseconds
    case .sip(let count, let portion, let interval):
      activity = .sipping(byteCount: count, portion: portion, every: interval)
      deadline = now + interval.nanoseconds
    case .finishSending:
      activity = .finishingSending
      wire.queueGoodbye()
      flush(now)
    case .reset:
      wire.socket.reset()
      settle(.performed)
    }
  }

  private func drip(_ bytes: ArraySlice<UInt8>, _ interval: Duration, _ now: UInt64) {
    guard !bytes.isEmpty else { return beginStep(now) }
    activity = .dripping(bytes.dropFirst(), every: interval)
    deadline = now + interval.nanoseconds
    wire.queue(bytes.prefix(1))
    flush(now)
  }

  private func sip(_ portion: Int, _ interval: Duration, _ now: UInt64) {
    receive(portion, now)
    guard case .sipping(let missing, _, _) = activity else { return }
    guard missing > 0 else { return beginStep(now) }
    deadline = now + interval.nanoseconds
  }

  /// Sends as far as the system takes it, and goes on when all is sent.
  private func flush(_ now: UInt64) {
    switch wire.flush() {
    case .blocked: return
    case .spent: return settle(.performed)
    case .lost: return end(.cut("reset the connection"))
    case .done: break
    }
    switch activity {
    case .sending:
      beginStep(now)
    case .finishingSending:
      wire.socket.finishSending()
      beginStep(now)
    case .shakingHands, .dripping, .holding, .expectingReply, .sipping, .over:
      break
    }
  }

  private func receive(_ countMax: Int, _ now: UInt64) {
    let arrival = wire.receive(countMax)
    flush(now)
    if case .shakingHands = activity, wire.isOpen { beginStep(now) }
    if outcome == nil, !arrival.bytes.isEmpty { take(arrival.bytes, now) }
    if outcome == nil, let ending = arrival.ending { end(.cut(ending)) }
  }

  private func take(_ bytes: [UInt8], _ now: UInt64) {
    switch activity {
    case .expectingReply(let status):
      readReply(bytes, status, now)
    case .sipping(let missing, let portion, let interval):
      activity = .sipping(byteCount: missing - bytes.count, portion: portion, every: interval)
    case .shakingHands, .sending, .finishingSending, .dripping, .holding, .over:
      end(.cut("sent something without being asked"))
    }
  }

  private func readReply(_ bytes: [UInt8], _ status: Int, _ now: UInt64) {
    do throws(ResponseFault) {
      let progress = try bytes.withUnsafeBufferPointer { buffer throws(ResponseFault) in
        try reader.receive(UnsafeRawBufferPointer(buffer))
      }
      guard case .complete(let reply) = progress else { return }
      guard reply.status == status, reply.surplusBytes == 0 else {
        return end(.cut("answered \(reply.status), not \(status)"))
      }
      beginStep(now)
    } catch {
      end(.cut("sent \(error)"))
    }
  }

  /// Closes as clients do that are done.
  private func finish() {
    wire.queueGoodbye()
    if case .spent = wire.flush() { return settle(.performed) }
    end(.performed)
  }

  private func end(_ outcome: Outcome) {
    wire.socket.close()
    settle(outcome)
  }

  private func settle(_ outcome: Outcome) {
    activity = .over(outcome)
    deadline = nil
  }
}
