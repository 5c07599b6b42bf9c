// Falsework
// SPDX-License-Identifier: MIT

// Theory of operation
//
// The machine is one connection seen from the server. It is in one state:
//
//     head ──head read──▶ exchange ──finishResponse──▶ head            (or closing)
//      │                     │  └──openTunnel──▶ tunnel
//      └──bad or truncated───┴─────────────────▶ refused ──refuse──▶ closing
//      └──end of stream between requests──▶ closed
//
// An exchange has two sides that move on their own, as in RFC 9112 §9.3:
//
//     incoming: content ──last byte──▶ complete        outgoing: owed ──respond──▶ writing
//                  │                                               writing ──finishResponse──▶ done
//                  └─ respond comes first ─▶ draining(n) or abandoned
//
// | event            | head             | exchange                         | refused | closing |
// |------------------|------------------|----------------------------------|---------|---------|
// | receive          | appended         | appended                         | dropped | dropped |
// | nextEvent        | .head or nil     | .body, .end; nil once complete   | throws  | nil     |
// | respond          | programmer error | writes; second time: prog. error | nothing | nothing |
// | refuse           | writes           | writes; nothing once responding  | writes  | nothing |
//
// Invariants:
// - The next head is read only after the response is finished, so pipelined requests are answered
//   in order; until then their bytes wait in the buffer. `wantsBytes` tells when to stop reading.
// - A response before the end of its request (say 401 or 413) keeps the connection only if the
//   rest of the content is announced by length, is no longer than `drainBytesMax` and the client
//   does not wait for 100 Continue: then it is skipped. Else the response says `close`.
// - After a refusal the connection always closes.
// - The events depend on the bytes alone, not on how they were cut.

/// A server's side of an HTTP/1.1 connection: bytes in, events out, bytes to write in return.
///
/// It does no I/O, knows no time and never suspends:
///
///     machine.receive(bytes)
///     while let event = try machine.nextEvent() { … }
///     write(machine.respond(head, body: .bytes(content)))
///     let end = machine.finishResponse()
///     write(end.bytes)
public struct HTTPServerMachine: Sendable {
  enum State: Sendable {
    case head(RequestHeadReader)
    case exchange(Exchange)
    case refused(HTTPRefusal, ResponsePlan.Request)
    case tunnel
    case closing
    case closed
  }

  struct Exchange: Sendable {
    var request: ResponsePlan.Request
    var fate: HTTPConnectionFate
    var owesContinue: Bool
    var incoming: Incoming
    var outgoing = Outgoing.owed
  }

  enum Incoming: Sendable {
    case content(ContentReader)
    case complete
    case draining(remaining: Int)
    case abandoned
  }

  enum Outgoing: Sendable {
    case owed
    case writing(ContentWriter)
    case done
  }

  /// The bounds of what the client may send.
  public let limits: HTTPLimits
  var state: State
  var buffer = ReceiveBuffer()
  var repeated: RepeatedHead?

  /// Creates a machine for a connection that was just accepted.
  public init(limits: HTTPLimits = HTTPLimits()) {
    self.limits = limits
    self.state = .head(RequestHeadReader())
  }

  /// The stage that the connection has reached.
  public var phase: HTTPServerPhase {
    switch state {
    case .head(let reader): reader.isBeforeRequestLine && buffer.isEmpty ? .idle : .readingHead
    case .exchange(let exchange): exchange.phase
    case .refused: .refusing
    case .tunnel: .tunnel
    case .closing: .closing
    case .closed: .closed
    }
  }

  /// Whether more bytes should be read from the socket.
  ///
  /// False while a response is under way and `pipelinedBytesMax` bytes or more wait for its end.
  public var wantsBytes: Bool {
    switch phase {
    case .responding: buffer.count < limits.pipelinedBytesMax
    case .tunnel, .closed: false
    case .idle, .readingHead, .readingBody, .draining, .refusing, .closing: true
    }
  }

  /// Takes bytes that came from the client; they are copied.
  public mutating func receive(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .tunnel: preconditionFailure("the bytes of a tunnel go to its other end")
    case .refused, .closing, .closed: break
    case .exchange(let exchange) where exchange.ignoresBytes: break
    case .head, .exchange: buffer.append(bytes)
    }
  }

  /// Takes note that the client will send no more.
  public mutating func receiveEndOfStream() {
    buffer.end()
  }

  /// Returns the next event, or nil if more bytes or the end of the current response must come.
  ///
  /// Throws the refusal of the request at hand, again and again until `refuse` is called.
  public mutating func nextEvent() throws(HTTPRefusal) -> HTTPServerEvent? {
    switch state {
    case .head: return try nextHead()
    case .exchange: return try nextContent()
    case .refused(let refusal, _): throw refusal
    case .tunnel, .closing, .closed: return nil
    }
  }
}
