// Falsework
// SPDX-License-Identifier: MIT

/// The bytes of a request, made once and sent as often as wanted.
package struct WireRequest: Sendable, Equatable {
  /// Head and content.
  package let bytes: [UInt8]
  /// The length of the head, with the empty line.
  package let headBytes: Int

  /// The key that the bench's requests show.
  static let authorization = "Authorization: Key bench:secret"

  /// A request without content.
  package static func get(_ path: String, _ fields: [String] = []) -> WireRequest {
    WireRequest("GET", path, fields, content: [])
  }

  /// A request with JSON.
  package static func post(_ path: String, _ fields: [String], json: String) -> WireRequest {
    let content = Array(json.utf8)
    let own = ["Content-Type: application/json", "Content-Length: \(content.count)"]
    return WireRequest("POST", path, fields + own, content: content)
  }

  private init(_ method: String, _ path: String, _ fields: [String], content: [UInt8]) {
    let lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1"] + fields + ["", ""]
    let head = Array(lines.joined(separator: "\r\n").utf8)
    bytes = head + content
    headBytes = head.count
  }
}
