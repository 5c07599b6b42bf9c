// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

extension Connection {
  /// Streams wake at multiples of this time only, so that thousands of them share wake-ups: to wake
  /// costs several times what a piece does.
  private static let streamTickNanoseconds: UInt64 = 4_000_000

  /// Begins with the content of a stream; its head is written.
  func beginStream(_ stream: ReplyStream, _ reply: ConnectionExchange.Reply) {
    connectBell(of: stream)
    var reply = reply
    reply.rest = .stream(StreamProgress(source: stream.source))
    exchange?.stage = .replying(reply)
    continueStream()
  }

  func connectBell(of stream: ReplyStream) {
    stream.bell?.connect { [loop, weak self] in
      loop.perform { [weak self] in self?.streamBellRang() }
    }
  }

  /// Asks the stream for as much as there is room for, if it does not wait for anything.
  ///
  /// Returns whether anything has come of it.
  @discardableResult
  func continueStream() -> Bool {
    guard stage == .serving, case .replying(var reply) = exchange?.stage,
      case .stream(var progress) = reply.rest, progress.isDue(at: loop.now)
    else { return false }
    // The exchange must not hold a second reference while the source changes.
    exchange?.stage = .reading
    reply.rest = .none
    while !output.isFull {
      switch progress.source.next() {
      case .piece(let piece):
        precondition(!piece.isEmpty, "a piece of a stream is not empty")
        if let performance = reply.performance {
          // One piece at a time: how long the next has to wait is not known.
          performance.performer.append(piece) { machine.encode($0) }
          progress.stage = .due
          break
        }
        writeContent(piece, &reply)
        continue
      case .wait(let duration):
        progress.stage = .waiting(until: Self.tick(after: loop.now + duration.nanoseconds))
      case .work(let work):
        progress.stage = .working(streamTask(work))
      case .end where reply.performance != nil:
        exchange?.stage = .replying(reply)
        return true
      case .end:
        finish(reply)
        return true
      case .failed:
        exchange?.stage = .replying(reply)
        abandon(.cutShort)
        return true
      }
      break
    }
    reply.rest = .stream(progress)
    exchange?.stage = .replying(reply)
    return true
  }

  /// The moment before which the stream at hand has nothing; `nil` when it waits for none.
  var streamMoment: UInt64? {
    guard case .replying(let reply) = exchange?.stage, case .stream(let progress) = reply.rest,
      case .waiting(let moment) = progress.stage
    else { return nil }
    return moment
  }

  private static func tick(after moment: UInt64) -> UInt64 {
    (moment / streamTickNanoseconds + 1) * streamTickNanoseconds
  }

  private func streamTask(
    _ work: @escaping @Sendable () async -> any ReplySource
  ) -> Task<Void, Never> {
    // As with handlers, work that is deaf to its cancellation must not keep the connection.
    Task { [loop, weak self] in
      let source = await work()
      loop.perform { [weak self] in self?.resumeStream(with: source) }
    }
  }

  private func resumeStream(with source: any ReplySource) {
    guard stage == .serving, case .replying(var reply) = exchange?.stage,
      case .stream(let progress) = reply.rest, case .working = progress.stage
    else { return }
    reply.rest = .stream(StreamProgress(source: source))
    exchange?.stage = .replying(reply)
    proceedWithStream()
  }

  private func streamBellRang() {
    guard stage == .serving, case .replying(var reply) = exchange?.stage,
      case .stream(var progress) = reply.rest, case .waiting = progress.stage
    else { return }
    progress.stage = .due
    reply.rest = .stream(progress)
    exchange?.stage = .replying(reply)
    proceedWithStream()
  }

  /// Goes on with a stream whose moment has come; a client that takes nothing holds it up.
  func proceedWithStream() {
    // A performance asks by itself once it has given out all it has.
    if output.isEmpty, !isPerforming, continueStream() { pump() }
    settle()
  }
}

/// Where the content of a streamed reply stands.
struct StreamProgress {
  var source: any ReplySource
  var stage = Stage.due

  enum Stage {
    /// The source is to be asked as soon as there is room.
    case due
    /// The source is not to be asked before this moment of the loop's clock.
    case waiting(until: UInt64)
    /// A task brings the source with which the stream goes on.
    case working(Task<Void, Never>)
  }

  func isDue(at now: UInt64) -> Bool {
    switch stage {
    case .due: true
    case .waiting(let moment): moment <= now
    case .working: false
    }
  }

  func cancel() {
    if case .working(let task) = stage { task.cancel() }
  }
}
