// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import HTTPTypes

extension Connection {
  /// Begins a reply that is performed; nothing of it is written before everything earlier is sent.
  func begin(
    _ reply: ServerReply, to request: ServerRequest, since: UInt64,
    performed performance: WirePerformance
  ) {
    var progress = ConnectionExchange.Reply(request: request, since: since, status: reply.status)
    guard reply.hasContent(for: request) else {
      return perform(reply, performance, contentBytes: 0, progress)
    }
    switch reply.content {
    case .none:
      perform(reply, performance, contentBytes: 0, progress)
    case .bytes(let bytes):
      perform(reply, performance, contentBytes: bytes.count, progress)
      if !bytes.isEmpty { appendContent(bytes) }
    case .file(let path, let range):
      guard let file = FileContent(path: path, range: range) else {
        let failure = ServerReply(.internalServerError, performance: performance)
        return begin(failure, to: request, since: since, performed: performance)
      }
      if !file.isAtEnd { progress.rest = .file(file) }
      perform(reply, performance, contentBytes: range.count, progress)
    case .stream(let stream):
      connectBell(of: stream)
      progress.rest = .stream(StreamProgress(source: stream.source))
      perform(reply, performance, contentBytes: nil, progress)
    }
  }

  private func perform(
    _ reply: ServerReply, _ performance: WirePerformance, contentBytes: Int?,
    _ progress: ConnectionExchange.Reply
  ) {
    let head = machine.respond(
      HTTPResponseHead(status: reply.status, fields: reply.fields),
      sharedFields: reply.sharedFields, body: reply.content.announcedBody,
      framing: performance.plan.framing)
    var (progress, plan) = (progress, performance.plan)
    // Where no content is sent, no chunk is, whatever the head says.
    if case .malformedChunk = plan.framing, !reply.hasContent(for: progress.request) {
      plan.framing = .honest
    }
    progress.performance = WireProgress(
      plan, timer: performance.timer, head: head, contentBytes: contentBytes)
    exchange?.stage = .replying(progress)
  }

  /// Goes on with a performance while the output is empty.
  ///
  /// Returns whether there may be more to do at once.
  func proceed(_ performance: WireProgress, _ reply: ConnectionExchange.Reply) -> Bool {
    if performance.isWaiting { return false }
    switch performance.performer.turn() {
    case .bytes(let bytes, let contentBytes):
      var reply = reply
      reply.contentBytes += contentBytes
      reply.wireBytes += bytes.count
      exchange?.stage = .replying(reply)
      write(bytes)
    case .starved: return feed(performance, from: reply)
    case .wait(let duration): return wait(performance, for: duration)
    case .end(let ending): stage = .ending(ending)
    case .complete:
      conclude(reply, machine.finishResponse().next)
      pump()
    }
    return true
  }

  /// Gives a performance more of its reply; returns whether there was anything to give.
  private func feed(_ performance: WireProgress, from reply: ConnectionExchange.Reply) -> Bool {
    switch reply.rest {
    case .none:
      performance.performer.finish(mark: machine.contentEnding)
    case .file(let file):
      guard let piece = file.next() else {
        abandon(.cutShort)
        return true
      }
      appendContent(piece)
      guard file.isAtEnd else { return true }
      var reply = reply
      reply.rest = .none
      exchange?.stage = .replying(reply)
    case .stream: return continueStream()
    }
    return true
  }

  /// Gives the performance at hand a piece of the content.
  private func appendContent(_ piece: [UInt8]) {
    guard case .replying(let reply) = exchange?.stage, let performance = reply.performance else {
      return
    }
    performance.performer.append(piece) { machine.encode($0) }
  }

  /// Whether a performance waits by its timer.
  var isPausing: Bool {
    guard case .replying(let reply) = exchange?.stage else { return false }
    return reply.performance?.isWaiting ?? false
  }

  var isPerforming: Bool {
    guard case .replying(let reply) = exchange?.stage else { return false }
    return reply.performance != nil
  }

  private func wait(_ performance: WireProgress, for duration: Duration) -> Bool {
    if peerHasClosed {
      abandon(.clientGone)
      return false
    }
    guard duration > .zero else { return true }
    output.giveStorageBack()
    performance.beginWait(for: duration) { [loop, weak self] mark in
      loop.perform { [weak self] in self?.endWait(mark) }
    }
    return false
  }

  private func endWait(_ mark: WireProgress.WaitMark) {
    guard stage == .serving, case .replying(let reply) = exchange?.stage,
      reply.performance?.endWait(mark) == true
    else { return }
    settle()
  }
}

extension ReplyContent {
  /// What the head tells of the content.
  fileprivate var announcedBody: HTTPResponseBody {
    switch self {
    case .none: .length(0)
    case .bytes(let bytes): .length(bytes.count)
    case .file(_, let range): .length(range.count)
    case .stream: .chunked
    }
  }
}
