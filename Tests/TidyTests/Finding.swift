// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Testing

/// A place that is not tidy, and what to do about it.
struct Finding: CustomStringConvertible, Equatable {
  var file: String
  var line: Int
  var message: String

  var description: String { "\(file):\(line): \(message)" }
}

/// Fails the test with a list of places.
func expectNone(
  _ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation
) {
  guard !findings.isEmpty else { return }
  let list = findings.map(\.description).joined(separator: "\n")
  Issue.record(
    "\(findings.count) untidy:\n\(list)" as Comment, sourceLocation: sourceLocation)
}

/// Text that is looked for in code, as a word where it begins or ends like one.
struct Token: Sendable, ExpressibleByStringLiteral {
  let text: String
  private let bytes: [UInt8]

  init(stringLiteral text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// Returns whether the token stands in a line, not as a part of a longer name.
  func occurs(in line: String) -> Bool {
    // Most lines have none of the tokens, and these tests are built without optimization.
    guard strstr(line, text) != nil else { return false }
    let line = Array(line.utf8)
    guard let first = bytes.first, let last = bytes.last, line.count >= bytes.count else {
      return false
    }
    return (0...line.count - bytes.count).contains { start in
      let end = start + bytes.count
      guard line[start..<end].elementsEqual(bytes) else { return false }
      let isCutBefore = start == 0 || !first.isOfName || !line[start - 1].isOfName
      let isCutAfter = end == line.count || !last.isOfName || !line[end].isOfName
      return isCutBefore && isCutAfter
    }
  }
}

extension UInt8 {
  /// Whether a byte can be part of a Swift name.
  var isOfName: Bool {
    switch self {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
      true
    default:
      false
    }
  }
}
