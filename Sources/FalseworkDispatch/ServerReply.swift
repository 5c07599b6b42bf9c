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
  /// How the bytes are performed, if not plainly.
  public var performance: WirePerformance?

  /// Creates a reply.
  public init(
    _ status: HTTPResponse.Status, fields: HTTPFields = [:],
    sharedFields: HTTPFieldBlock = .empty, content: ReplyContent = .none,
    performance: WirePerformance? = nil
  ) {
    self.status = status
    self.fields = fields
    self.sharedFields = sharedFields
    self.content = content
    self.performance = performance
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
