// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A stream of server-sent events, read as a strict client reads it (HTML, section 9.2).
struct EventStreamReading {
  /// What each `data` line holds.
  private(set) var data: [String] = []
  /// What is wrong with the lines, each in a sentence.
  private(set) var complaints: [String] = []

  init(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    var dataLineCount = 0
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.isEmpty {
        dataLineCount = 0
      } else if line.hasPrefix("data:") {
        dataLineCount += 1
        if dataLineCount == 2 { complain("no empty line stands between two events") }
        data.append(String(line.dropFirst("data:".count).drop { $0 == " " }))
      } else if !line.hasPrefix(":") {
        complain("there is a line that is neither data nor a comment: \(line.prefix(40))")
      }
    }
    if !data.isEmpty, !text.hasSuffix("\n\n") {
      complain("the last event does not end with an empty line, so it is never dispatched")
    }
  }

  /// The events as JSON, `nil` where one is none.
  var events: [JSONValue?] { data.map { try? JSONValue.parse($0) } }

  private mutating func complain(_ text: String) {
    if !complaints.contains(text) { complaints.append(text) }
  }
}
