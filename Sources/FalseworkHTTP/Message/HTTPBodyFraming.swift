// Falsework
// SPDX-License-Identifier: MIT

/// A way in which a request says where its content ends, by RFC 9112 §6.3.
public enum HTTPBodyFraming: Sendable, Equatable {
  /// No content follows the head.
  case none
  /// Content of this many bytes follows.
  case length(Int)
  /// Content in the chunked coding follows.
  case chunked
}

/// A way in which a response says where its content ends, by RFC 9112 §6.3.
public enum HTTPResponseFraming: Sendable, Equatable {
  /// No content follows the head.
  case none
  /// Content of this many bytes follows.
  case length(Int)
  /// Content in the chunked coding follows.
  case chunked
  /// Content follows until the server closes the connection.
  case untilClose
  /// The connection is a tunnel from here on.
  case tunnel
}

/// The content of a message to be written.
///
/// The machine derives the framing fields from it; they must not be among the head's fields.
public enum HTTPMessageBody: Sendable, Equatable {
  /// No content.
  case none
  /// Content that is at hand and goes out with the head.
  case bytes([UInt8])
  /// Content of this many bytes that is encoded later, piece by piece.
  case length(Int)
  /// Content of unknown length that is encoded later, piece by piece.
  ///
  /// It goes out in the chunked coding; to an HTTP/1.0 client it goes out as it is and ends with
  /// the connection.
  case chunked
}

/// The content of a response to be written.
public typealias HTTPResponseBody = HTTPMessageBody

/// The content of a request to be written.
public typealias HTTPRequestBody = HTTPMessageBody
