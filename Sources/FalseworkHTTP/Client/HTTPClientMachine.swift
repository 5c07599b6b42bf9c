// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

// Theory of operation
//
// The machine is one connection seen from the client. It carries one request at a time:
//
//     idle ──send──▶ exchange ──end of the response──▶ idle    (or closed)
//      │                │  └──2xx to CONNECT──▶ tunnel
//      │                └──bad or truncated──▶ failed
//      └──end of stream──▶ closed,  bytes──▶ failed
//
// Within an exchange the request is written while the response is read: content is encoded at any
// time, and a response may come before it ends. The connection is idle again only if both sides
// are complete and neither asked to close.

/// A client's side of an HTTP/1.1 connection: requests in, bytes to write; bytes in, events out.
///
/// It does no I/O, knows no time and never suspends:
///
///     write(machine.send(request, body: .bytes(content)))
///     machine.receive(bytes)
///     while let event = try machine.nextEvent() { … }
public struct HTTPClientMachine: Sendable {
  private enum State: Sendable {
    case idle
    case exchange(Exchange)
    case tunnel
    case failed(HTTPResponseFailure)
    case closed
  }

  private struct Exchange: Sendable {
    let method: HTTPRequest.Method
    var incoming: Incoming
    /// What is left to write of the request; `none` once it is complete.
    var outgoing: ContentWriter
    var keepsAlive: Bool

    /// Whether both sides are complete and neither asked to close, once the response has ended.
    var isReusable: Bool {
      if case .none = outgoing { return keepsAlive }
      return false
    }
  }

  private enum Incoming: Sendable {
    case head(ResponseHeadReader)
    case content(ContentReader)
  }

  /// The bounds of what the server may send.
  public let limits: HTTPLimits
  private var state = State.idle
  private var buffer = ReceiveBuffer()

  /// Creates a machine for a connection that was just opened.
  public init(limits: HTTPLimits = HTTPLimits()) {
    self.limits = limits
  }

  /// The stage that the connection has reached.
  public var phase: HTTPClientPhase {
    switch state {
    case .idle: buffer.isEmpty && !buffer.isAtEnd ? .idle : .closed
    case .exchange(let exchange):
      switch exchange.incoming {
      case .head: .awaitingHead
      case .content: .readingBody
      }
    case .tunnel: .tunnel
    case .failed: .failed
    case .closed: .closed
    }
  }

  /// Begins a request and returns the bytes to write; the machine must be idle.
  public mutating func send(_ request: HTTPClientRequest, body: HTTPRequestBody = .none) -> [UInt8]
  {
    guard case .idle = state else {
      preconditionFailure("a connection carries one request at once")
    }
    let reader = ResponseHeadReader(method: request.method)
    state = .exchange(
      Exchange(
        method: request.method, incoming: .head(reader), outgoing: request.writer(body),
        keepsAlive: !request.asksToClose))
    return request.bytes(body)
  }

  /// Returns a piece of the request's content in the coding that its head announced.
  ///
  /// Nothing comes of empty content, and of content for a request that was answered already.
  public mutating func encode(_ content: UnsafeRawBufferPointer) -> [UInt8] {
    guard case .exchange(var exchange) = state else { return [] }
    let bytes = exchange.outgoing.encode(content)
    state = .exchange(exchange)
    return bytes
  }

  /// Returns a piece of the request's content in the coding that its head announced.
  public mutating func encode(_ content: [UInt8]) -> [UInt8] {
    content.withUnsafeBytes { encode($0) }
  }

  /// Ends a request whose content was encoded piece by piece and returns the bytes to write.
  ///
  /// The connection will not be used again if less content was encoded than was announced.
  public mutating func finishRequest() -> [UInt8] {
    guard case .exchange(var exchange) = state else { return [] }
    let ending = exchange.outgoing.ending
    exchange.keepsAlive = exchange.keepsAlive && exchange.outgoing.isComplete
    exchange.outgoing = .none
    state = .exchange(exchange)
    return ending
  }

  /// Takes bytes that came from the server; they are copied.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .failed, .closed: break
    case .idle, .exchange, .tunnel: buffer.append(bytes)
    }
  }

  /// Takes note that the server will send no more.
  public mutating func receiveEndOfStream() {
    buffer.end()
  }

  /// Returns what came behind the head that opened the tunnel, and forgets it.
  public mutating func takeTunnelBytes() -> [UInt8] {
    guard case .tunnel = state else { return [] }
    return buffer.take(atMost: buffer.count)
  }

  /// Returns the next event, or nil if more bytes or another request must come.
  ///
  /// Throws the same failure again and again once there is one.
  public mutating func nextEvent() throws(HTTPResponseFailure) -> HTTPClientEvent? {
    switch state {
    case .idle:
      if !buffer.isEmpty { throw failed(.unsolicitedBytes) }
      if buffer.isAtEnd { state = .closed }
      return nil
    case .exchange(let exchange):
      // The state must not hold a second reference while a reader changes.
      state = .closed
      switch exchange.incoming {
      case .head(let reader): return try nextHead(exchange, reader)
      case .content(let reader): return try nextContent(exchange, reader)
      }
    case .failed(let failure): throw failure
    case .tunnel, .closed: return nil
    }
  }
}

extension HTTPClientMachine {
  private mutating func nextHead(
    _ exchange: consuming Exchange, _ reader: consuming ResponseHeadReader
  ) throws(HTTPResponseFailure) -> HTTPClientEvent? {
    do throws(HTTPResponseFailure.Reason) {
      if let read = try reader.read(&buffer, limits) { return try begin(exchange, read) }
      guard buffer.isAtEnd else {
        exchange.incoming = .head(reader)
        state = .exchange(exchange)
        return nil
      }
      throw reader.isBeforeStatusLine && buffer.isEmpty ? .noResponse : .truncatedHead
    } catch {
      throw failed(error)
    }
  }

  private mutating func begin(
    _ exchange: consuming Exchange, _ read: ResponseHeadReader.Head
  ) throws(HTTPResponseFailure.Reason) -> HTTPClientEvent {
    let head = read.head
    if head.status.code == 101 { throw .unexpectedSwitch }
    if head.status.kind == .informational {
      exchange.incoming = .head(ResponseHeadReader(method: exchange.method))
      state = .exchange(exchange)
      return .informational(head)
    }
    if read.framing == .tunnel {
      state = .tunnel
      return .head(head, framing: .tunnel)
    }
    exchange.keepsAlive = exchange.keepsAlive && read.keepsAlive
    do throws(HTTPMessageFault) {
      exchange.incoming = .content(try ContentReader(read.framing, limits: limits))
    } catch {
      throw .message(error)
    }
    state = .exchange(exchange)
    return .head(head, framing: read.framing)
  }

  private mutating func nextContent(
    _ exchange: consuming Exchange, _ reader: consuming ContentReader
  ) throws(HTTPResponseFailure) -> HTTPClientEvent? {
    let step: ContentReader.Step
    do throws(HTTPMessageFault) {
      step = try reader.next(&buffer, limits)
    } catch {
      throw failed(.message(error))
    }
    switch step {
    case .end:
      state = exchange.isReusable ? .idle : .closed
      return .end
    case .incomplete where buffer.isAtEnd:
      throw failed(
        .truncatedContent(received: reader.receivedCount, expected: reader.expectedCount))
    case .bytes, .incomplete:
      exchange.incoming = .content(reader)
      state = .exchange(exchange)
      if case .bytes(let bytes) = step { return .body(bytes) }
      return nil
    }
  }

  private mutating func failed(_ reason: HTTPResponseFailure.Reason) -> HTTPResponseFailure {
    let failure = HTTPResponseFailure(reason: reason, offset: buffer.position)
    state = .failed(failure)
    buffer.discard()
    return failure
  }
}
