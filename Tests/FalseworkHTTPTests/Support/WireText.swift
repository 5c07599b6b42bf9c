// Falsework
// SPDX-License-Identifier: MIT

/// The notation of bytes in the corpus: printable ASCII as it is, the rest escaped.
enum WireText {
  /// Writes bytes on one line.
  static func escaped(_ bytes: some Sequence<UInt8>) -> String {
    var text = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "\r"): text += "\\r"
      case UInt8(ascii: "\n"): text += "\\n"
      case UInt8(ascii: "\t"): text += "\\t"
      case UInt8(ascii: "\\"): text += "\\\\"
      case 0x20...0x7E: text.unicodeScalars.append(Unicode.Scalar(byte))
      default: text += "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
      }
    }
    return text
  }

  /// Reads the lines of a block: each ends in CRLF unless a backslash stands at its end.
  static func bytes(_ lines: [Substring]) throws -> [UInt8] {
    var bytes: [UInt8] = []
    for line in lines {
      var rest = line[...]
      while let character = rest.popFirst() {
        guard character == "\\" else {
          bytes += character.utf8
          continue
        }
        guard let escape = rest.popFirst() else { break }
        bytes.append(try value(escape, &rest))
      }
      if !endsOpen(line) { bytes += [13, 10] }
    }
    return bytes
  }

  private static func endsOpen(_ line: Substring) -> Bool {
    line.reversed().prefix { $0 == "\\" }.count % 2 == 1
  }

  private static func value(_ escape: Character, _ rest: inout Substring) throws -> UInt8 {
    switch escape {
    case "r": return 13
    case "n": return 10
    case "t": return 9
    case "\\": return 92
    case "x":
      guard let byte = UInt8(rest.prefix(2), radix: 16) else { throw WireCaseError.badEscape }
      rest = rest.dropFirst(2)
      return byte
    default: throw WireCaseError.badEscape
    }
  }
}
