// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// What a machine said about bytes, one line for each thing.
///
/// Content is written once it is complete, so that the lines do not depend on how it was cut.
struct Transcript {
  private(set) var lines: [String] = []
  private var content: [UInt8] = []

  mutating func add(_ line: String) {
    flush()
    lines.append(line)
  }

  mutating func add(content bytes: [UInt8]) {
    content += bytes
  }

  mutating func add(_ fields: HTTPFields) {
    for field in fields {
      let value = field.withUnsafeBytesOfValue { WireText.escaped($0) }
      add("field \(field.name.rawName):" + Self.suffix(value))
    }
  }

  mutating func add(tunnel bytes: [UInt8]) {
    add("tunnel" + Self.suffix(WireText.escaped(bytes)))
  }

  /// No line ends in a blank, which editors would take away.
  private static func suffix(_ text: String) -> String {
    text.isEmpty ? "" : " \(text)"
  }

  mutating func flush() {
    if content.isEmpty { return }
    lines.append("content \(WireText.escaped(content))")
    content = []
  }
}

/// A way to cut bytes into the pieces that a socket might deliver.
enum Cutting {
  static func whole(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] { [bytes[...]] }
  static func byteByByte(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    bytes.indices.map { bytes[$0...$0] }
  }
  static func at(_ index: Int, _ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    [bytes[..<index], bytes[index...]]
  }
}
