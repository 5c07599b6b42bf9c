// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// A writer of the content that follows a head.
enum ContentWriter: Sendable {
  /// The content is complete, or the message cannot have any.
  case none
  /// The content is swallowed: the head speaks of it but must not be followed by it.
  case suppressed
  case length(remaining: Int)
  case chunked
  case untilClose

  mutating func encode(_ content: UnsafeRawBufferPointer) -> [UInt8] {
    if content.isEmpty { return [] }
    switch self {
    case .none: preconditionFailure("content is encoded for a message that has none")
    case .suppressed: return []
    case .untilClose: return Array(content)
    case .length(let remaining):
      precondition(content.count <= remaining, "content is longer than was announced")
      self = .length(remaining: remaining - content.count)
      return Array(content)
    case .chunked: return Self.chunk(content)
    }
  }

  /// Counts content that is sent by another way, as it is.
  mutating func skip(_ byteCount: Int) {
    switch self {
    case .suppressed, .untilClose: break
    case .length(let remaining):
      precondition(byteCount <= remaining, "content is longer than was announced")
      self = .length(remaining: remaining - byteCount)
    case .none, .chunked: preconditionFailure("the content has no announced length")
    }
  }

  /// Whether the peer can tell that all content was sent, given what was encoded so far.
  var isComplete: Bool {
    switch self {
    case .none, .suppressed, .length(remaining: 0), .chunked: true
    case .length, .untilClose: false
    }
  }

  /// The bytes that end the content.
  var ending: [UInt8] {
    switch self {
    case .none, .suppressed, .length, .untilClose: []
    case .chunked: Array("0\r\n\r\n".utf8)
    }
  }

  private static func chunk(_ content: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(content.count + 20)
    bytes.append(number: content.count, radix: 16)
    bytes.append("\r\n")
    bytes.append(contentsOf: content)
    bytes.append("\r\n")
    return bytes
  }
}
