// Falsework
// SPDX-License-Identifier: MIT

/// A thing that happened in the bytes of a client.
public enum HTTPServerEvent: Sendable, Equatable {
  /// A request head was read and is valid.
  case head(HTTPRequestHead)
  /// A part of the content, never empty, with the chunked coding removed.
  case body([UInt8])
  /// The request is complete.
  ///
  /// Neither `body` nor `end` comes once a response has begun: see `respond`.
  case end
}

/// A stage of a server's connection, for choosing deadlines.
public enum HTTPServerPhase: Sendable, Equatable {
  /// Between requests: nothing of the next one has come.
  case idle
  /// A head has begun to come.
  case readingHead
  /// The content of a request is awaited and no response has begun.
  case readingBody
  /// The response is owed or under way.
  case responding
  /// The response is complete; skipped content of its request is still to come.
  case draining
  /// The connection is a tunnel and not this machine's business any more.
  case tunnel
  /// A request was refused, which `refuse` has yet to put into words.
  case refusing
  /// The last bytes were handed out: write them, close the sending side, drop what comes.
  case closing
  /// The client ended the connection between requests.
  case closed
}

/// What becomes of a connection after a response.
public enum HTTPConnectionFate: Sendable, Equatable {
  /// Another request may follow.
  case keepAlive
  /// No request follows.
  ///
  /// Close the sending side, then read and drop until the client closes or a deadline passes: a
  /// reset would take the response from a client that is still sending (RFC 9112 §9.6).
  case close
}

/// The end of a response.
public struct HTTPResponseEnd: Sendable, Equatable {
  /// The bytes that end the content, to be written; often none.
  public let bytes: [UInt8]
  /// What becomes of the connection.
  public let next: HTTPConnectionFate
}
