// Falsework
// SPDX-License-Identifier: MIT

extension JSONWriter {
  mutating func write(string text: String) {
    bytes.append(ASCII.quote)
    write(unquoted: text)
    bytes.append(ASCII.quote)
  }

  /// Writes the content of a string, or a part of it.
  mutating func write(unquoted text: String) {
    var text = text
    text.withUTF8 { write(content: $0) }
  }

  private mutating func write(content: UnsafeBufferPointer<UInt8>) {
    var start = 0
    var cursor = 0
    while cursor < content.count {
      cursor = PlainText.end(in: content, from: cursor)
      guard cursor < content.count else { break }
      guard needsEscape(content[cursor]) else {
        cursor += 1
        continue
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<cursor]))
      cursor += writeEscape(content, at: cursor)
      start = cursor
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: content[start..<cursor]))
  }

  @inline(__always)
  private func needsEscape(_ byte: UInt8) -> Bool {
    ASCII.endsPlainText(byte) || (byte >= 0x7F && style.escaping == .allButPrintableASCII)
  }

  /// Writes the scalar at `index` as an escape and returns how many bytes it had.
  private mutating func writeEscape(_ content: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
    let byte = content[index]
    if byte >= 0x80 {
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
      let scalar = String(decoding: content[index..<(index + length)], as: UTF8.self)
      for unit in scalar.utf16 { writeUnit(unit) }
      return length
    }
    if let letter = Self.shortEscape(byte) {
      bytes.append(ASCII.backslash)
      bytes.append(letter)
    } else {
      writeUnit(UInt16(byte))
    }
    return 1
  }

  private static func shortEscape(_ byte: UInt8) -> UInt8? {
    switch byte {
    case ASCII.quote, ASCII.backslash: byte
    case 0x08: UInt8(ascii: "b")
    case 0x0C: UInt8(ascii: "f")
    case 0x0A: UInt8(ascii: "n")
    case 0x0D: UInt8(ascii: "r")
    case 0x09: UInt8(ascii: "t")
    default: nil
    }
  }

  private mutating func writeUnit(_ unit: UInt16) {
    bytes.append(ASCII.backslash)
    bytes.append(UInt8(ascii: "u"))
    for shift in [12, 8, 4, 0] { bytes.append(ASCII.hexDigit(UInt8(unit >> shift & 0xF))) }
  }
}
