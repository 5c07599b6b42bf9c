// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP
public import HTTPTypes

/// A reply to a request; the server adds the fields that frame the content.
public struct ServerReply: Sendable {
  /// The status, which is final: 200 or more.
  public var status: HTTPResponse.Status
  /// The fields.
  public var fields: HTTPFields
  /// More fields, those that many replies have in common.
  public var sharedFields: HTTPFieldBlock
  /// The content; of a reply to `HEAD`, what a `GET` would have had.
  public var content: ReplyContent

  /// Creates a reply.
  public init(
    _ status: HTTPResponse.Status, fields: HTTPFields = [:],
    sharedFields: HTTPFieldBlock = .empty, content: ReplyContent = .none
  ) {
    self.status = status
    self.fields = fields
    self.sharedFields = sharedFields
    self.content = content
  }
}

/// The content of a reply.
public enum ReplyContent: Sendable {
  /// No content.
  case none
  /// Content in memory.
  case bytes([UInt8])
  /// A part of a file, which is read as the peer takes it.
  case file(path: String, range: Range<Int>)
  /// Content that comes over time.
  case stream(ReplyStream)
}

/// An answer to a request: at once, or later.
public enum ServerAnswer: Sendable {
  /// The reply.
  case now(ServerReply)
  /// The reply comes later; the task is cancelled if the client hangs up before, and its reply
  /// is sent all the same while there is a connection.
  case later(@Sendable () async -> ServerReply)
}

/// How an exchange ended.
///
/// An exchange begins when the service is given a request, or refuses a tunnel; a tunnel that was
/// opened is none, nor is a request that was refused before the service saw it.
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
  /// From the arrival of the whole request to the end of the reply.
  public let duration: Duration
  /// Whether the reply went out whole.
  public let delivery: Delivery

  /// Whether a reply went out.
  public enum Delivery: Sendable, Hashable {
    /// All of it was handed to the system.
    case delivered
    /// The client went away before, or took nothing for too long.
    case clientGone
    /// The server broke it off: it was stopped, or the content could not be completed.
    case cutShort
  }
}
