// Falsework
// SPDX-License-Identifier: MIT

public import HTTPTypes

/// The head of a request to be written.
///
/// `Content-Length`, `Transfer-Encoding` and `Host` are written by the machine; a `Host` among the
/// fields replaces the machine's, values given for the other two are dropped.
public struct HTTPClientRequest: Sendable, Equatable {
  /// The method.
  public var method: HTTPRequest.Method
  /// The target in the form to be sent.
  public var target: RequestTarget
  /// The host that is asked, for the `Host` field.
  public var authority: HTTPAuthority
  /// The fields in the order of the wire.
  public var fields: HTTPFields

  /// Creates a head from its parts.
  ///
  /// The target must hold visible ASCII only and no fragment.
  public init(
    method: HTTPRequest.Method = .get, target: RequestTarget, authority: HTTPAuthority,
    fields: HTTPFields = [:]
  ) {
    self.method = method
    self.target = target
    self.authority = authority
    self.fields = fields
  }
}

extension HTTPClientRequest {
  /// Whether the request asks that the connection close after it.
  var asksToClose: Bool {
    fields.asksToClose
  }

  func writer(_ body: HTTPRequestBody) -> ContentWriter {
    switch body {
    case .none, .bytes: .none
    case .length(let length): .length(remaining: length)
    case .chunked: .chunked
    }
  }

  /// The head, and the content that goes out with it.
  func bytes(_ body: HTTPRequestBody) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Self.headBytesTypical)
    appendRequestLine(&bytes)
    if !fields.contains(where: { FieldRole($0.name) == .host }) {
      bytes.append("Host: ")
      bytes.append(text: authority.description)
      bytes.append("\r\n")
    }
    for field in fields where !Self.isFraming(FieldRole(field.name)) { bytes.append(field) }
    appendFraming(&bytes, body)
    bytes.append("\r\n")
    if case .bytes(let content) = body { bytes.append(contentsOf: content) }
    return bytes
  }

  private static let headBytesTypical = 512

  private func appendRequestLine(_ bytes: inout [UInt8]) {
    let text = target.description
    precondition(
      !text.isEmpty && text.utf8.allSatisfy(ASCII.isTarget),
      "a request target holds visible ASCII only")
    bytes.append(text: method.rawValue)
    bytes.append(" ")
    bytes.append(text: text)
    bytes.append(" HTTP/1.1\r\n")
  }

  private func appendFraming(_ bytes: inout [UInt8], _ body: HTTPRequestBody) {
    let length: Int
    switch body {
    // RFC 9110 §8.6: a method that has a use for content says that there is none.
    case .none where [.post, .put, .patch].contains(method): length = 0
    case .none: return
    case .bytes(let content): length = content.count
    case .length(let count): length = count
    case .chunked:
      bytes.append("Transfer-Encoding: chunked\r\n")
      return
    }
    bytes.append("Content-Length: ")
    bytes.append(number: length)
    bytes.append("\r\n")
  }

  private static func isFraming(_ role: FieldRole) -> Bool {
    switch role {
    case .contentLength, .transferEncoding: true
    case .host, .connection, .expect, .other: false
    }
  }
}
