// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// A request that will not be served, with the status that tells the client so.
///
/// After a refusal the connection cannot be used again: where the next request would start is not
/// known, or the client has already broken the rules once.
public struct HTTPRefusal: Error, Sendable, Equatable {
  /// The status to answer with.
  public let status: HTTPResponse.Status
  /// The cause of the refusal.
  public let reason: Reason
  /// The offset in the connection's bytes at which the line or part that was refused starts.
  ///
  /// Nil for a refusal that has no place, such as a timeout.
  public let offset: Int?

  /// Creates a refusal from its cause, which also determines the status.
  public init(_ reason: Reason, offset: Int? = nil) {
    self.status = reason.status
    self.reason = reason
    self.offset = offset
  }
}

extension HTTPRefusal {
  /// A cause for refusing a request.
  public enum Reason: Error, Sendable, Equatable {
    /// The bytes break a rule that requests and responses share.
    case message(HTTPMessageFault)

    /// The first line is not a method, a target and a version with single spaces between them.
    case malformedRequestLine
    /// The request line has more bytes than the limit.
    case requestLineTooLong(limit: Int)
    /// The version is not of the form `HTTP/1.1` (RFC 9112 §2.3).
    case malformedVersion
    /// The major version is not 1 (RFC 9110 §15.6.6).
    case unsupportedVersion
    /// The target has none of the four forms of RFC 9112 §3.2.
    case malformedTarget
    /// The target has a form that the method cannot have (RFC 9112 §3.2).
    case targetNotForMethod
    /// There is more than one empty line before the request line (RFC 9112 §2.2).
    case tooManyEmptyLines

    /// A request of HTTP/1.1 has no `Host` (RFC 9112 §3.2).
    case missingHost
    /// There are two `Host` fields, whether they agree or not (RFC 9112 §3.2).
    case repeatedHost
    /// The `Host` is empty or is not a host with an optional port (RFC 9112 §3.2).
    case malformedHost
    /// A `CONNECT` announces content, which has no meaning (RFC 9110 §9.3.6).
    case contentInConnect
    /// There is an expectation besides `100-continue` (RFC 9110 §10.1.1).
    case unknownExpectation

    /// The client closed its side within a head (RFC 9112 §8).
    case truncatedHead
    /// The client closed its side within the content; expected is nil for the chunked coding.
    case truncatedContent(received: Int, expected: Int?)
    /// The client took too long; the caller, who has the clock, says so.
    case requestTimeout
    /// There is no room to keep the content; the caller, who keeps it, says so.
    case storageFull
    /// The content cannot be kept for another reason than room; the caller says so.
    case storageUnusable
  }
}

extension HTTPRefusal.Reason: CustomStringConvertible {
  /// A clause that says what is wrong, without quoting the request.
  public var description: String {
    switch self {
    case .message(let fault): fault.description
    case .malformedRequestLine: "the request line is not method, target and version"
    case .requestLineTooLong(let limit): "the request line is longer than \(limit) bytes"
    case .malformedVersion: "the version is not of the form HTTP/1.1"
    case .unsupportedVersion: "only HTTP/1.x is supported"
    case .malformedTarget: "the request target has none of the forms it may have"
    case .targetNotForMethod: "the form of the request target is not for this method"
    case .tooManyEmptyLines: "there is more than one empty line before the request line"
    case .missingHost: "Host is missing"
    case .repeatedHost: "Host is repeated"
    case .malformedHost: "Host is not a host with an optional port"
    case .contentInConnect: "CONNECT announces content"
    case .unknownExpectation: "only the expectation 100-continue is supported"
    case .truncatedHead: "the connection ended within the head"
    case .truncatedContent(let received, let expected?):
      "the connection ended after \(received) of \(expected) bytes of content"
    case .truncatedContent(let received, nil):
      "the connection ended after \(received) bytes of chunked content"
    case .requestTimeout: "the request did not arrive in time"
    case .storageFull: "there is no room to keep the content"
    case .storageUnusable: "the content cannot be kept"
    }
  }
}

extension HTTPRefusal.Reason {
  /// The status that fits the cause: 400 unless a more telling one exists.
  var status: HTTPResponse.Status {
    switch self {
    case .message(.contentTooLarge): .contentTooLarge
    case .message(.headTooLarge), .message(.tooManyFields), .message(.trailersTooLarge):
      .requestHeaderFieldsTooLarge
    case .message(.unknownTransferCoding): .notImplemented
    case .requestLineTooLong: .uriTooLong
    case .unsupportedVersion: .httpVersionNotSupported
    case .unknownExpectation: .expectationFailed
    case .requestTimeout: .requestTimeout
    case .storageFull: HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
    case .storageUnusable: .internalServerError
    case .message, .malformedRequestLine, .malformedVersion, .malformedTarget,
      .targetNotForMethod, .tooManyEmptyLines, .missingHost, .repeatedHost, .malformedHost,
      .contentInConnect, .truncatedHead, .truncatedContent:
      .badRequest
    }
  }
}

extension HTTPRefusal: CustomStringConvertible {
  /// A sentence that says what is wrong and where, without quoting the request.
  public var description: String {
    offset.map { "\(reason) (at byte \($0))" } ?? "\(reason)"
  }
}
