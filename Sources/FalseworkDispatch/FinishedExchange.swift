// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP
public import HTTPTypes

/// How an exchange ended.
///
/// An exchange begins when the service is given a request, or refuses or ends a tunnel; a tunnel
/// that was opened is none, nor is a request that was refused before the service saw it.
public struct FinishedExchange: Sendable {
  /// The request.
  public let request: ServerRequest
  /// The status of the reply; 499 where the connection ended before there was one.
  public let status: HTTPResponse.Status
  /// The bytes of the reply's content that were handed to the system.
  ///
  /// Where a filter or the chunked coding adds bytes of its own and the reply broke off, the least
  /// that it can be.
  public let contentBytes: Int
  /// The bytes of the reply that were handed to the system, before any filter: the head, and the
  /// content with its transfer coding.
  ///
  /// Where a filter adds bytes of its own and the reply broke off, the least that it can be.
  public let wireBytes: Int
  /// From the arrival of the whole request to the end of the reply.
  public let duration: Duration
  /// Whether the reply went out whole.
  public let delivery: Delivery
  /// How far the performance of the reply came; `nil` for one that has none, and where the
  /// connection ended before there was a reply.
  public let performance: Performance?
  /// Whether the bytes that the performance spoilt were handed to the system; false without any.
  ///
  /// A client that hangs up on them, before the end of the reply, has met them.
  public let spoiltBytesLeft: Bool

  /// Whether a reply went out.
  public enum Delivery: Sendable, Hashable {
    /// All of it was handed to the system.
    case delivered
    /// The client went away before, or took nothing for too long.
    case clientGone
    /// The server broke it off: its performance says so, it was stopped, or the content could not
    /// be completed.
    case cutShort
  }

  /// How far a performance came.
  public enum Performance: Sendable, Hashable {
    /// To its end, and the connection goes on as it would have without it.
    case complete
    /// To its end, which was one for the connection too, while the client was there.
    case ended(WireEnding)
    /// The client went away before, or took nothing for too long.
    ///
    /// While a reply pauses and where it ends, a client that has closed its side counts as gone:
    /// nothing tells it from one that still listens (RFC 9112 §9.6).
    case clientLeft
    /// The server broke it off: it was stopped, or the content could not be completed.
    case brokenOff
  }
}
