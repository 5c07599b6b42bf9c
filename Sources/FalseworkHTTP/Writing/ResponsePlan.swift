// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// What a response looks like on the wire, given the request and what the server wants to say.
struct ResponsePlan {
  /// What the request determines about its response.
  struct Request: Sendable {
    var version = HTTPVersion.http11
    var method = HTTPRequest.Method.get
  }

  let body: HTTPResponseBody
  private let framing: WirePlan.Framing
  private let request: Request
  private let status: HTTPResponse.Status
  /// The status line and the fields that are not ours to write.
  private var head: [UInt8] = []
  private var asksToClose = false

  init(
    _ head: HTTPResponseHead, _ sharedFields: HTTPFieldBlock, _ body: HTTPResponseBody,
    framing: WirePlan.Framing = .honest, for request: Request
  ) {
    precondition(head.status.code >= 200, "an interim response is not a response")
    precondition(
      request.method != .connect || head.status.kind != .successful,
      "CONNECT is accepted by opening a tunnel (RFC 9110 §9.3.6)")
    self.body = body
    self.framing = framing
    self.request = request
    status = head.status
    self.head.reserveCapacity(Self.headBytesTypical + immediate.count)
    self.head.append(head.status)
    for field in head.fields { append(field) }
    self.head.append(contentsOf: sharedFields.bytes)
  }

  private mutating func append(_ field: HTTPField) {
    switch FieldRole(field.name) {
    case .host, .expect, .other: head.append(field)
    case .contentLength, .transferEncoding: break
    case .connection: asksToClose = asksToClose || field.value.lowercased() == "close"
    }
  }

  /// The writer of the content that is still to come after the head.
  var writer: ContentWriter {
    if isWithoutContent { return .suppressed }
    switch (body, framing) {
    case (_, .malformedChunk): return request.version == .http10 ? .untilClose : .chunked
    case (.none, _), (.bytes, _): return .none
    case (.length(let length), _): return .length(remaining: length)
    case (.chunked, .honest): return request.version == .http10 ? .untilClose : .chunked
    case (.chunked, .length), (.chunked, .none): return .untilClose
    }
  }

  /// Whether the response itself makes the connection close.
  var closes: Bool {
    // A head that lies about its content does not betray itself by saying how it ends.
    if case .untilClose = writer, framing == .honest { return true }
    return asksToClose
  }

  /// The head, and the content that goes out with it.
  consuming func bytes(_ fate: HTTPConnectionFate) -> [UInt8] {
    appendFraming()
    appendConnection(fate)
    head.append("\r\n")
    head.append(contentsOf: immediate)
    return head
  }

  private static let headBytesTypical = 512

  /// RFC 9112 §6.3: these have no content, whatever their fields say.
  private var isWithoutContent: Bool { request.method == .head || hasNoFraming }

  /// RFC 9110 §8.6: 204 must not have a `Content-Length`; 304 need not.
  private var hasNoFraming: Bool {
    status.code == 204 || status.code == 304
  }

  private var immediate: [UInt8] {
    guard case .bytes(let bytes) = body, !isWithoutContent else { return [] }
    return bytes
  }

  private mutating func appendFraming() {
    if hasNoFraming { return }
    switch (framing, length) {
    case (.none, _): break
    case (.honest, .some(let length)): appendLength(length)
    case (.length(let offset), let length):
      let (sum, isTooLarge) = (length ?? 0).addingReportingOverflow(offset)
      appendLength(isTooLarge ? .max : max(0, sum))
    case (.honest, nil), (.malformedChunk, _):
      if request.version == .http11 { head.append("Transfer-Encoding: chunked\r\n") }
    }
  }

  /// The length of the content, where it is known.
  private var length: Int? {
    switch body {
    case .none: 0
    case .bytes(let content): content.count
    case .length(let count): count
    case .chunked: nil
    }
  }

  private mutating func appendLength(_ length: Int) {
    head.append("Content-Length: ")
    head.append(number: length)
    head.append("\r\n")
  }

  /// RFC 9112 §9.3: each version has the other default.
  private mutating func appendConnection(_ fate: HTTPConnectionFate) {
    switch (fate, request.version) {
    case (.close, _): head.append("Connection: close\r\n")
    case (.keepAlive, .http10): head.append("Connection: keep-alive\r\n")
    case (.keepAlive, .http11): break
    }
  }
}
