// Falsework
// SPDX-License-Identifier: MIT

/// A thing that happened in the bytes of a server.
public enum HTTPClientEvent: Sendable, Equatable {
  /// An interim response, such as 100 or 103; the real one follows.
  case informational(HTTPResponseHead)
  /// The head of the response was read and is valid.
  case head(HTTPResponseHead, framing: HTTPResponseFraming)
  /// A part of the content, never empty, with the chunked coding removed.
  case body([UInt8])
  /// The response is complete.
  case end
}

/// A stage of a client's connection.
public enum HTTPClientPhase: Sendable, Equatable {
  /// A request may be sent.
  case idle
  /// The head of a response is awaited.
  case awaitingHead
  /// The content of a response is awaited.
  case readingBody
  /// The connection is a tunnel: `takeTunnelBytes` has what came behind the head.
  case tunnel
  /// A response failed.
  case failed
  /// The connection cannot take another request.
  case closed
}
