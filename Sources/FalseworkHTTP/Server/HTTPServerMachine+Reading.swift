// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

extension HTTPServerMachine {
  mutating func nextHead() throws(HTTPRefusal) -> HTTPServerEvent? {
    guard case .head(var reader) = state else { return nil }
    if reader.isFresh, let repeated, buffer.consume(repeated) {
      return .head(try begin(repeated.head))
    }
    // The state must not hold a second reference while the reader grows.
    state = .closed
    let bytes = reader.isFresh ? buffer.nextHeadBytes : []
    let start = buffer.position
    let head: HTTPRequestHead?
    do throws(HTTPRefusal.Reason) {
      head = try reader.read(&buffer, limits)
    } catch {
      throw refused(error, ResponsePlan.Request())
    }
    if let head {
      let byteCount = buffer.position - start
      repeated =
        byteCount <= bytes.count
        ? RepeatedHead(bytes: Array(bytes.prefix(byteCount)), head: head) : nil
      return .head(try begin(head))
    }
    if !buffer.isAtEnd {
      state = .head(reader)
      return nil
    }
    if reader.isBeforeRequestLine && buffer.isEmpty { return nil }
    throw refused(.truncatedHead, ResponsePlan.Request())
  }

  private mutating func begin(_ head: HTTPRequestHead) throws(HTTPRefusal) -> HTTPRequestHead {
    let request = ResponsePlan.Request(version: head.version, method: head.method)
    do throws(HTTPMessageFault) {
      let reader = try ContentReader(HTTPResponseFraming(head.body), limits: limits)
      state = .exchange(
        Exchange(
          request: request, fate: head.keepsAlive ? .keepAlive : .close,
          owesContinue: head.expectsContinue, incoming: .content(reader)))
    } catch {
      throw refused(.message(error), request)
    }
    return head
  }

  /// Narrows how much content the request at hand may have; `limits.bodyBytesMax` holds besides.
  ///
  /// To be called after `head` and before the next event. Throws the refusal of a request that
  /// announces more, and then `nextEvent` does too.
  public mutating func limitContent(to bytesMax: Int) throws(HTTPRefusal) {
    guard case .exchange(var exchange) = state, case .content(var reader) = exchange.incoming
    else { return }
    do throws(HTTPMessageFault) {
      try reader.limit(to: min(bytesMax, limits.bodyBytesMax))
    } catch {
      throw refused(.message(error), exchange.request)
    }
    exchange.incoming = .content(reader)
    state = .exchange(exchange)
  }

  mutating func nextContent() throws(HTTPRefusal) -> HTTPServerEvent? {
    guard case .exchange(var exchange) = state else { return nil }
    guard case .content(var reader) = exchange.incoming else { return try drain() }
    // The state must not hold a second reference while the reader changes.
    state = .closed
    let step: ContentReader.Step
    do throws(HTTPMessageFault) {
      step = try reader.next(&buffer, limits)
    } catch {
      throw refused(.message(error), exchange.request)
    }
    switch step {
    case .bytes(let bytes):
      exchange.owesContinue = false
      exchange.incoming = .content(reader)
      state = .exchange(exchange)
      return .body(bytes)
    case .end:
      exchange.owesContinue = false
      exchange.incoming = .complete
      state = .exchange(exchange)
      return .end
    case .incomplete:
      guard buffer.isAtEnd else {
        exchange.incoming = .content(reader)
        state = .exchange(exchange)
        return nil
      }
      let reason = HTTPRefusal.Reason.truncatedContent(
        received: reader.receivedCount, expected: reader.expectedCount)
      throw refused(reason, exchange.request)
    }
  }

  /// Skips content that nobody wants any more; goes on to the next head where that is due.
  mutating func drain() throws(HTTPRefusal) -> HTTPServerEvent? {
    guard case .exchange(var exchange) = state, case .draining(let remaining) = exchange.incoming
    else { return nil }
    let skipped = min(remaining, buffer.count)
    buffer.consume(skipped)
    exchange.incoming = skipped == remaining ? .complete : .draining(remaining: remaining - skipped)
    state = .exchange(exchange)
    guard case .done = exchange.outgoing else { return nil }
    if case .complete = exchange.incoming {
      state = .head(RequestHeadReader())
      return try nextHead()
    }
    if buffer.isAtEnd { state = .closed }
    return nil
  }

  private mutating func refused(
    _ reason: HTTPRefusal.Reason, _ request: ResponsePlan.Request
  ) -> HTTPRefusal {
    let refusal = HTTPRefusal(reason, offset: buffer.position)
    state = .refused(refusal, request)
    buffer.discard()
    return refusal
  }
}

extension HTTPServerMachine.Exchange {
  var phase: HTTPServerPhase {
    switch (outgoing, incoming) {
    case (.owed, .content): .readingBody
    case (.done, _): .draining
    case (.owed, _), (.writing, _): .responding
    }
  }

  var ignoresBytes: Bool {
    if case .abandoned = incoming { return true }
    return false
  }
}

extension HTTPResponseFraming {
  init(_ framing: HTTPBodyFraming) {
    switch framing {
    case .none: self = .none
    case .length(let length): self = .length(length)
    case .chunked: self = .chunked
    }
  }
}
