// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

extension HTTPServerMachine {
  /// Begins the response to the request at hand and returns the bytes to write.
  ///
  /// Content-Length, Transfer-Encoding and Connection are written by the machine. A response to
  /// `HEAD`, and one with status 204 or 304, sends no content whatever `body` is. The connection
  /// will close if the client or the response asks so, or if an early response leaves it unclear
  /// where the next request starts. Returns no bytes if the connection was given up meanwhile.
  ///
  /// A head that lies about the length of its content by `framing` does not say that the connection
  /// closes; the content is encoded by what the head says. A malformed chunk is the caller's.
  public mutating func respond(
    _ head: HTTPResponseHead, sharedFields: HTTPFieldBlock = .empty, body: HTTPResponseBody,
    framing: WirePlan.Framing = .honest
  ) -> [UInt8] {
    guard var exchange = exchangeForResponse() else { return [] }
    let plan = ResponsePlan(
      head, sharedFields, body, framing: framing, for: exchange.request)
    exchange.incoming = incomingAfterResponse(exchange)
    if plan.closes || exchange.ignoresBytes || (buffer.isAtEnd && buffer.isEmpty) {
      exchange.fate = .close
    }
    exchange.outgoing = .writing(plan.writer)
    state = .exchange(exchange)
    return plan.bytes(exchange.fate)
  }

  /// Returns a piece of the content in the coding that the response announced.
  ///
  /// Nothing comes of empty content, of content for a response that sends none, and of content
  /// for a connection that was given up.
  public mutating func encode(_ content: UnsafeRawBufferPointer) -> [UInt8] {
    guard case .exchange(var exchange) = state, case .writing(var writer) = exchange.outgoing
    else { return [] }
    let bytes = writer.encode(content)
    exchange.outgoing = .writing(writer)
    state = .exchange(exchange)
    return bytes
  }

  /// Returns a piece of the content in the coding that the response announced.
  public mutating func encode(_ content: [UInt8]) -> [UInt8] {
    content.withUnsafeBytes { encode($0) }
  }

  /// Takes note that so much content of an announced length is sent past the machine, such as a
  /// file by the system.
  public mutating func skipContent(byteCount: Int) {
    guard case .exchange(var exchange) = state, case .writing(var writer) = exchange.outgoing
    else { return }
    writer.skip(byteCount)
    exchange.outgoing = .writing(writer)
    state = .exchange(exchange)
  }

  /// The bytes that will end the content of the response under way; often none.
  public var contentEnding: [UInt8] {
    guard case .exchange(let exchange) = state, case .writing(let writer) = exchange.outgoing
    else { return [] }
    return writer.ending
  }

  /// Ends the response.
  ///
  /// The connection closes if less content was encoded than was announced. Where it is kept,
  /// call `nextEvent` again: the next request may have come already.
  public mutating func finishResponse() -> HTTPResponseEnd {
    guard case .exchange(var exchange) = state, case .writing(let writer) = exchange.outgoing
    else { return HTTPResponseEnd(bytes: [], next: .close) }
    exchange.outgoing = .done
    switch exchange.incoming {
    case .content, .abandoned: exchange.fate = .close
    case .complete where buffer.isAtEnd && buffer.isEmpty: exchange.fate = .close
    case .complete, .draining: break
    }
    if !writer.isComplete { exchange.fate = .close }
    switch (exchange.fate, exchange.incoming) {
    case (.close, _): close()
    case (.keepAlive, .complete): state = .head(RequestHeadReader())
    case (.keepAlive, _): state = .exchange(exchange)
    }
    return HTTPResponseEnd(bytes: writer.ending, next: exchange.fate)
  }

  /// Returns the bytes of a whole response to a request that will not be served.
  ///
  /// Works at any time, such as after a timeout that the caller noticed. The connection closes.
  /// Without `content` the reason is sent as plain text; `content` takes its `Content-Type` from
  /// `fields`. Returns no bytes if a response has begun already, because nothing true can follow.
  public mutating func refuse(
    _ refusal: HTTPRefusal, fields: HTTPFields = [:], content: [UInt8]? = nil
  ) -> [UInt8] {
    let request = requestToRefuse
    close()
    guard let request else { return [] }
    var head = HTTPResponseHead(status: refusal.status, fields: fields)
    if content == nil { head.fields[.contentType] = "text/plain; charset=utf-8" }
    let body = content ?? Array("\(refusal)\n".utf8)
    return ResponsePlan(head, .empty, .bytes(body), for: request).bytes(.close)
  }

  /// Returns `100 Continue` if the client waits for it, for a request whose content is wanted.
  ///
  /// Returns nothing the second time, once content has come, and for a client that did not ask.
  public mutating func continueBytes() -> [UInt8] {
    guard case .exchange(var exchange) = state, case .owed = exchange.outgoing,
      exchange.owesContinue
    else { return [] }
    exchange.owesContinue = false
    state = .exchange(exchange)
    return Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)
  }

  /// Accepts a `CONNECT` and hands the connection over.
  ///
  /// RFC 9110 §9.3.6: a success has no content and no framing fields.
  /// Write `reply`, then treat `leftover`, which came behind the head, and all later bytes as the
  /// tunnel's. The machine takes no more bytes.
  public mutating func openTunnel() -> (reply: [UInt8], leftover: [UInt8]) {
    guard case .exchange(let exchange) = state, case .owed = exchange.outgoing,
      exchange.request.method == .connect
    else { preconditionFailure("a tunnel is opened only in answer to CONNECT") }
    let leftover = buffer.take(atMost: buffer.count)
    state = .tunnel
    return (Array("HTTP/1.1 200 OK\r\n\r\n".utf8), leftover)
  }
}

extension HTTPServerMachine {
  private func exchangeForResponse() -> Exchange? {
    switch state {
    case .exchange(let exchange):
      guard case .owed = exchange.outgoing else {
        preconditionFailure("a request is answered twice")
      }
      return exchange
    case .head, .tunnel: preconditionFailure("a response is written without a request")
    case .refused, .closing, .closed: return nil
    }
  }

  private mutating func incomingAfterResponse(_ exchange: Exchange) -> Incoming {
    guard case .content(let reader) = exchange.incoming else { return exchange.incoming }
    if let remaining = reader.remainingCount, !exchange.owesContinue, exchange.fate == .keepAlive,
      remaining <= limits.drainBytesMax
    {
      let skipped = min(remaining, buffer.count)
      buffer.consume(skipped)
      return skipped == remaining ? .complete : .draining(remaining: remaining - skipped)
    }
    buffer.discard()
    return .abandoned
  }

  /// The request that a refusal answers; nil where no response can be written.
  private var requestToRefuse: ResponsePlan.Request? {
    switch state {
    case .head: return ResponsePlan.Request()
    case .refused(_, let request): return request
    case .exchange(let exchange):
      guard case .owed = exchange.outgoing else { return nil }
      return exchange.request
    case .tunnel, .closing, .closed: return nil
    }
  }

  private mutating func close() {
    state = .closing
    buffer.discard()
  }
}
