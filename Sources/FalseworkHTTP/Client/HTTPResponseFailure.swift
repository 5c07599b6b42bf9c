// Falsework
// SPDX-License-Identifier: MIT

/// A response that cannot be understood or did not come whole.
///
/// After a failure the connection cannot be used again.
public struct HTTPResponseFailure: Error, Sendable, Equatable {
  /// The cause of the failure.
  public let reason: Reason
  /// The offset in the connection's bytes at which the line or part that failed starts.
  public let offset: Int

  /// A cause for not understanding a response.
  public enum Reason: Error, Sendable, Equatable {
    /// The bytes break a rule that requests and responses share.
    case message(HTTPMessageFault)

    /// The first line is not a version, a status code and a reason phrase (RFC 9112 §4).
    case malformedStatusLine
    /// The status line has more bytes than the limit.
    case statusLineTooLong(limit: Int)
    /// The major version is not 1.
    case unsupportedVersion
    /// The server switched to a protocol that nobody asked for (RFC 9110 §15.2.2).
    case unexpectedSwitch
    /// There are bytes that answer no request.
    case unsolicitedBytes

    /// The server closed the connection without a byte of a response.
    ///
    /// On a connection that was used before, the request was probably not seen.
    case noResponse
    /// The server closed the connection within a head (RFC 9112 §8).
    case truncatedHead
    /// The server closed the connection within the content.
    ///
    /// Expected is nil for the chunked coding, where only its end tells.
    case truncatedContent(received: Int, expected: Int?)
  }
}

extension HTTPResponseFailure.Reason: CustomStringConvertible {
  /// A clause that says what is wrong, without quoting the response.
  public var description: String {
    switch self {
    case .message(let fault): fault.description
    case .malformedStatusLine: "the status line is not version, status code and reason"
    case .statusLineTooLong(let limit): "the status line is longer than \(limit) bytes"
    case .unsupportedVersion: "only HTTP/1.x is supported"
    case .unexpectedSwitch: "the server switched protocols unasked"
    case .unsolicitedBytes: "the server sent bytes that answer no request"
    case .noResponse: "the connection ended before the response"
    case .truncatedHead: "the connection ended within the head"
    case .truncatedContent(let received, let expected?):
      "the connection ended after \(received) of \(expected) bytes of content"
    case .truncatedContent(let received, nil):
      "the connection ended after \(received) bytes of chunked content"
    }
  }
}

extension HTTPResponseFailure: CustomStringConvertible {
  /// A sentence that says what is wrong and where, without quoting the response.
  public var description: String { "\(reason) (at byte \(offset))" }
}
