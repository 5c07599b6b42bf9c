// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

extension Connection {
  /// How often it is looked whether the peer's system has what was sent: nothing tells of it.
  private static let receiptNanoseconds: UInt64 = 1_000_000

  /// What a connection waits for; each has its limit.
  enum Wait {
    /// The first byte of the first request, with the filter's handshake before it.
    case firstRequest
    /// The first byte of one more request.
    case nextRequest
    /// The rest of a head.
    case head
    /// More of a request's content.
    case content
    /// The handler's reply, or what comes next of a stream.
    case handler
    /// The moment before which a stream has nothing.
    case moment
    /// Room at the peer's side for more of a reply.
    case room
    /// The peer's system to have what was sent, before a reset that would take it away.
    case receipt
    /// The peer's end, while nothing is sent on purpose.
    case patience
    /// The peer's end, after ours.
    case end
  }

  var currentWait: Wait {
    if stage == .lingering { return .end }
    if stage == .stalling { return .patience }
    if !output.isEmpty { return .room }
    if case .ending = stage { return .receipt }
    switch machine.phase {
    case .idle: return isFresh ? .firstRequest : .nextRequest
    case .readingHead, .draining: return .head
    case .readingBody: return .content
    case .responding where streamMoment != nil: return .moment
    case .responding, .tunnel, .refusing, .closing, .closed: return .handler
    }
  }

  /// When the wait is over that began at a moment; `nil` for never.
  func end(of wait: Wait, since: UInt64) -> UInt64? {
    if wait == .moment { return streamMoment }
    if wait == .receipt { return loop.now + Self.receiptNanoseconds }
    return limit(of: wait).map { since + $0.nanoseconds }
  }

  /// How long to wait; `nil` for ever.
  private func limit(of wait: Wait) -> Duration? {
    switch wait {
    case .firstRequest, .head: configuration.headTimeout
    case .nextRequest: configuration.idleTimeout
    case .content: configuration.bodyStallTimeout
    case .handler, .moment: nil
    case .room, .receipt: configuration.writeStallTimeout
    case .patience: configuration.stallTimeout
    case .end: configuration.lingerTimeout
    }
  }

  func deadlinePassed() {
    switch wait {
    case .head, .content:
      refuse(HTTPRefusal(.requestTimeout))
      settle()
    case .nextRequest:
      stage = .closing
      settle()
    case .moment:
      proceedWithStream()
    case .receipt where loop.now < waitingSince + configuration.writeStallTimeout.nanoseconds:
      settle()
    case .firstRequest, .handler, .room, .receipt, .patience, .end:
      abandon(.clientGone)
    }
  }
}
