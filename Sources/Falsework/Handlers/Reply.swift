// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes

/// What a handler answers, before the fields that every reply has.
struct Reply: Sendable {
  var status: HTTPResponse.Status
  var fields: HTTPFields
  var content: ReplyContent
  /// What went wrong inside the mock, for its log only.
  var trouble: String?
  /// Whether the fields that every reply has are added.
  var standing = Standing.added
  /// How its bytes are performed; `nil` for plainly.
  var wire: WireFault?
  /// The number of its exchange, where the client is told.
  var exchange: Int?
  /// What the journal keeps of it, where it is sent again and again.
  var imprint: ReplyImprint?

  /// What becomes of the fields that every reply has.
  enum Standing: Sendable, Equatable {
    case added
    /// They are among the fields already, as far as they are wanted.
    case included
    /// They are among the fields, all of which have been put into bytes.
    case written(HTTPFieldBlock)
  }

  init(_ status: HTTPResponse.Status, fields: HTTPFields = [:], content: ReplyContent = .none) {
    self.status = status
    self.fields = fields
    self.content = content
  }

  /// A JSON reply in fal's words.
  init(_ reply: FalReply, requestID: String) {
    self.init(reply.status, json: reply.bytes, requestID: requestID, fields: reply.fields)
  }

  /// A JSON reply whose body is written already.
  init(
    _ status: HTTPResponse.Status, json: [UInt8], requestID: String, fields: HTTPFields = [:]
  ) {
    self.init(status, fields: fields, content: .bytes(json))
    self.fields[.contentType] = "application/json"
    self.fields[.falRequestID] = requestID
  }

  /// A JSON reply of the mock itself.
  static func json(
    _ status: HTTPResponse.Status, _ body: JSONValue, type: String = "application/json"
  ) -> Reply {
    Reply(
      status, fields: [.contentType: type], content: .bytes(body.serialized(.compact)))
  }

  /// A problem document (RFC 9457), the form in which the mock speaks for itself.
  static func problem(_ status: HTTPResponse.Status, _ detail: String) -> Reply {
    json(
      status,
      [
        "type": "about:blank",
        "title": .string(status.reasonPhrase),
        "status": .number(JSONNumber(status.code)),
        "detail": .string(detail),
      ],
      type: "application/problem+json")
  }

  /// The answer to a browser that asks before it sends a request to another origin.
  static let preflight = Reply(
    .noContent,
    fields: [
      .accessControlAllowMethods: "GET, HEAD, POST, PUT, DELETE, OPTIONS",
      .accessControlAllowHeaders: "*, Authorization",
      .accessControlMaxAge: "600",
    ])
}

/// An answer of a handler: at once, or later.
enum FalAnswer: Sendable {
  case now(Reply)
  case later(@Sendable () async -> Reply)

  var reply: Reply {
    get async {
      switch self {
      case .now(let reply): reply
      case .later(let produce): await produce()
      }
    }
  }
}
