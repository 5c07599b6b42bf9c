// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP
public import HTTPTypes

/// A request to be sent over a connection of its own, and the bounds of its reply.
public struct OutboundRequest: Sendable {
  /// The method.
  public var method: HTTPRequest.Method
  /// What is asked.
  public var url: HTTPURL
  /// The fields in the order of the wire; `Host`, `Content-Length` and `Connection` are added.
  public var fields: HTTPFields
  /// The content; nil for none.
  public var content: [UInt8]?
  /// How long everything may take, from resolving the host to the end of the reply.
  public var timeout = Duration.seconds(15)
  /// The longest head of the reply in bytes.
  public var replyHeadBytesMax = 64 * 1024
  /// The most content of the reply that is read, in bytes.
  public var replyContentBytesMax = 1024 * 1024
  /// What a reply with more content is.
  public var overlong = Overlong.failure

  /// What a reply is that has more content than is read.
  public enum Overlong: Sendable, Hashable {
    /// A failure.
    case failure
    /// A reply whose content is cut off.
    case cut
  }

  /// Creates a request with the defaults.
  public init(
    _ method: HTTPRequest.Method = .get, _ url: HTTPURL, fields: HTTPFields = [:],
    content: [UInt8]? = nil
  ) {
    self.method = method
    self.url = url
    self.fields = fields
    self.content = content
  }

  /// The limits of the machine; content is counted by the connection.
  var limits: HTTPLimits {
    HTTPLimits(headBytesMax: replyHeadBytesMax, bodyBytesMax: .max)
  }

  /// The head as the machine writes it.
  var head: HTTPClientRequest {
    var head = HTTPClientRequest(
      method: method, target: url.target, authority: url.authority, fields: fields)
    head.fields[.connection] = "close"
    return head
  }

  var body: HTTPRequestBody { content.map(HTTPRequestBody.bytes) ?? .none }
}

/// A reply to an outbound request.
public struct OutboundReply: Sendable, Equatable {
  /// The status.
  public let status: HTTPResponse.Status
  /// The fields.
  public let fields: HTTPFields
  /// The content, in the coding that `Content-Encoding` tells.
  public let content: [UInt8]
}
