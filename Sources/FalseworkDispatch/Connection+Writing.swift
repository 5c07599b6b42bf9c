// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import Glibc
internal import HTTPTypes

extension Connection {
  /// How often the output is refilled before the loop's other sockets get their turn.
  private static let refillCountMax = 8

  /// Takes a reply that came later, if its request still waits for it.
  func deliver(_ reply: ServerReply) {
    guard stage == .serving, case .awaiting(let request, let since, _) = exchange?.stage else {
      return
    }
    begin(reply, to: request, since: since)
    pump()
    settle()
  }

  /// Begins a reply; one without a file or a stream is complete at once.
  func begin(_ reply: ServerReply, to request: ServerRequest, since: UInt64) {
    var reply = reply
    if isFinishingUp { reply.fields[.connection] = "close" }
    if let performance = reply.performance {
      return begin(reply, to: request, since: since, performed: performance)
    }
    var progress = ConnectionExchange.Reply(request: request, since: since, status: reply.status)
    switch reply.content {
    case .none:
      writeHead(reply, body: .none, &progress)
    case .bytes(let bytes):
      writeHead(reply, body: .bytes(bytes), &progress)
      if reply.hasContent(for: request) { progress.contentBytes = bytes.count }
    case .file(let path, let range):
      guard let file = FileContent(path: path, range: range) else {
        return begin(ServerReply(.internalServerError), to: request, since: since)
      }
      writeHead(reply, body: .length(range.count), &progress)
      if reply.hasContent(for: request), !file.isAtEnd {
        if case .plain = layer { return sendUnread(file, progress) }
        progress.rest = .file(file)
        exchange?.stage = .replying(progress)
        return
      }
    case .stream(let stream):
      writeHead(reply, body: .chunked, &progress)
      if reply.hasContent(for: request) { return beginStream(stream, progress) }
    }
    finish(progress)
  }

  /// Writes the head, and the content that goes out with it.
  private func writeHead(
    _ reply: ServerReply, body: HTTPResponseBody, _ progress: inout ConnectionExchange.Reply
  ) {
    let head = HTTPResponseHead(status: reply.status, fields: reply.fields)
    let bytes = machine.respond(head, sharedFields: reply.sharedFields, body: body)
    progress.wireBytes += bytes.count
    write(bytes)
  }

  /// Writes a piece of content in the coding of its reply.
  func writeContent(_ piece: [UInt8], _ reply: inout ConnectionExchange.Reply) {
    let bytes = machine.encode(piece)
    reply.contentBytes += piece.count
    reply.wireBytes += bytes.count
    write(bytes)
  }

  func finish(_ reply: ConnectionExchange.Reply) {
    let end = machine.finishResponse()
    var reply = reply
    reply.wireBytes += end.bytes.count
    write(end.bytes)
    conclude(reply, end.next)
  }

  /// Ends the exchange of a reply whose last bytes were written.
  func conclude(_ reply: ConnectionExchange.Reply, _ fate: HTTPConnectionFate) {
    unconfirmed.append(UnconfirmedExchange(reply: reply, outputEnd: output.end))
    exchange = nil
    isFresh = false
    // Where the next head has come in part already, it gets its own full time.
    renewWait(.nextRequest)
    renewWait(.head)
    switch fate {
    case .keepAlive where !isFinishingUp: break
    case .keepAlive, .close: stage = .closing
    }
  }

  /// Puts bytes of the HTTP machine on their way through the layer.
  func write(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    switch layer {
    case .undecided, .plain:
      output.append(bytes)
    case .filtered(let filter, .open), .filtered(let filter, .endOfStream):
      output.withBytes { output in
        bytes.withUnsafeBytes { filter.send($0, outbound: &output) }
      }
    case .filtered(_, .handshaking), .filtered(_, .failed), .ended:
      break
    }
  }

  /// Sends what can be sent, and refills the output as the peer takes it.
  func flush() {
    var refillsLeft = Self.refillCountMax
    while stage != .closed {
      if !output.isEmpty {
        guard refillsLeft > 0 else { return }
        refillsLeft -= 1
        switch output.send(to: descriptor) {
        case .failed: return abandon(.clientGone)
        case .cutShort: return abandon(.cutShort)
        case .drained: renewWait(.room)
        case .partly:
          renewWait(.room)
          continue
        case .blocked(let progress):
          if progress { renewWait(.room) }
          return confirm()
        }
      }
      confirm()
      guard refill() else { return }
    }
  }

  /// Goes on after everything was sent; false when nothing waits for that.
  private func refill() -> Bool {
    if stage == .serving, case .replying(let reply) = exchange?.stage {
      if let performance = reply.performance { return proceed(performance, reply) }
      if case .file(let file) = reply.rest {
        sendPiece(of: file, reply)
        return true
      }
    }
    if continueStream() {
      pump()
    } else if stage == .serving, isHeldBack {
      pump()
    } else if case .ending(let ending) = stage {
      return end(ending)
    } else if stage == .closing {
      closeSendingSide()
    } else {
      return false
    }
    return true
  }

  private func sendPiece(of file: FileContent, _ reply: ConnectionExchange.Reply) {
    // The head has promised more than the file has: only closing tells the client.
    guard let piece = file.next() else { return abandon(.cutShort) }
    var reply = reply
    writeContent(piece, &reply)
    guard file.isAtEnd else {
      exchange?.stage = .replying(reply)
      return
    }
    reply.rest = .none
    finish(reply)
    pump()
  }

  /// Leaves the reading of a file to the system, where nothing has to be done to its bytes.
  private func sendUnread(_ file: FileContent, _ reply: ConnectionExchange.Reply) {
    var reply = reply
    reply.contentBytes += file.count
    reply.wireBytes += file.count
    machine.skipContent(byteCount: file.count)
    output.append(file)
    finish(reply)
    // What is pipelined behind it is answered once the file is on its way.
    isHeldBack = true
  }

  /// Tells the service of the replies that the system has taken.
  func confirm() {
    guard !unconfirmed.isEmpty else { return }
    let now = loop.now
    var count = 0
    while count < unconfirmed.count, unconfirmed[count].outputEnd <= output.sentTotal {
      service.finished(unconfirmed[count].reply.finished(at: now, .delivered))
      count += 1
    }
    unconfirmed.removeFirst(count)
  }

  /// RFC 9112 §9.6: closing both directions at once could take the last reply from the client.
  private func closeSendingSide() {
    switch layer {
    case .filtered(let filter, .open), .filtered(let filter, .endOfStream):
      layer = .ended
      output.withBytes { filter.close(outbound: &$0) }
    case .undecided, .plain, .ended, .filtered(_, .handshaking), .filtered(_, .failed):
      if peerHasClosed { return abandon(.clientGone) }
      shutdown(descriptor, CInt(SHUT_WR))
      stage = .lingering
    }
  }

  /// Says that there are too many connections, and closes.
  func turnAway() {
    write(
      Array(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8))
    stage = .closing
  }
}

extension ServerReply {
  /// RFC 9110 §6.4.1: whether content is sent at all.
  func hasContent(for request: ServerRequest) -> Bool {
    request.head.method != .head && status != .noContent && status != .notModified
  }
}
