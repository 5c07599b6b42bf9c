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

  let head: HTTPResponseHead
  let body: HTTPResponseBody
  private let request: Request

  init(_ head: HTTPResponseHead, _ body: HTTPResponseBody, for request: Request) {
    precondition(head.status.code >= 200, "an interim response is not a response")
    precondition(
      request.method != .connect || head.status.kind != .successful,
      "CONNECT is accepted by opening a tunnel (RFC 9110 §9.3.6)")
    self.head = head
    self.body = body
    self.request = request
  }

  /// The writer of the content that is still to come after the head.
  var writer: ContentWriter {
    if isWithoutContent { return .suppressed }
    switch body {
    case .none, .bytes: return .none
    case .length(let length): return .length(remaining: length)
    case .chunked: return request.version == .http10 ? .untilClose : .chunked
    }
  }

  /// Whether the response itself makes the connection close.
  var closes: Bool {
    if case .untilClose = writer { return true }
    return head.fields.asksToClose
  }

  /// The head, and the content that goes out with it.
  func bytes(_ fate: HTTPConnectionFate) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headBytesTypical + immediate.count)
    bytes.append(head.status)
    for field in head.fields where !Self.isOurs(FieldRole(field.name)) { bytes.append(field) }
    appendFraming(&bytes)
    appendConnection(&bytes, fate)
    bytes.append("\r\n")
    bytes.append(contentsOf: immediate)
    return bytes
  }

  private static let headBytesTypical = 512

  /// RFC 9112 §6.3: these have no content, whatever their fields say.
  private var isWithoutContent: Bool { request.method == .head || hasNoFraming }

  /// RFC 9110 §8.6: 204 must not have a `Content-Length`; 304 need not.
  private var hasNoFraming: Bool {
    head.status.code == 204 || head.status.code == 304
  }

  private var immediate: [UInt8] {
    guard case .bytes(let bytes) = body, !isWithoutContent else { return [] }
    return bytes
  }

  private func appendFraming(_ bytes: inout [UInt8]) {
    if hasNoFraming { return }
    let length: Int
    switch body {
    case .none: length = 0
    case .bytes(let content): length = content.count
    case .length(let count): length = count
    case .chunked:
      if request.version == .http11 { bytes.append("Transfer-Encoding: chunked\r\n") }
      return
    }
    bytes.append("Content-Length: ")
    bytes.append(number: length)
    bytes.append("\r\n")
  }

  /// RFC 9112 §9.3: each version has the other default.
  private func appendConnection(_ bytes: inout [UInt8], _ fate: HTTPConnectionFate) {
    switch (fate, request.version) {
    case (.close, _): bytes.append("Connection: close\r\n")
    case (.keepAlive, .http10): bytes.append("Connection: keep-alive\r\n")
    case (.keepAlive, .http11): break
    }
  }

  private static func isOurs(_ role: FieldRole) -> Bool {
    switch role {
    case .contentLength, .transferEncoding, .connection: true
    case .host, .expect, .other: false
    }
  }
}
