// Falsework
// SPDX-License-Identifier: MIT

extension JSONParser {
  /// Reads the string whose opening quote is at `index`.
  mutating func readString() throws(JSONSyntaxError) -> String {
    let opening = index
    let end = plainEnd(from: opening + 1)
    if end < bytes.count, bytes[end] == ASCII.quote {
      index = end + 1
      return text(opening + 1, end)
    }
    return try readEscapedString(opening: opening, firstStop: end)
  }

  func text(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  private mutating func readEscapedString(
    opening: Int, firstStop: Int
  ) throws(JSONSyntaxError) -> String {
    var decoded = Array(bytes[(opening + 1)..<firstStop])
    var stop = firstStop
    while stop < bytes.count, bytes[stop] != ASCII.quote {
      guard bytes[stop] == ASCII.backslash else { throw failure(.controlCharacter, at: stop) }
      guard stop + 1 < bytes.count else { break }
      index = stop + 1
      try readEscape(into: &decoded)
      stop = plainEnd(from: index)
      decoded.append(contentsOf: bytes[index..<stop])
    }
    guard stop < bytes.count, bytes[stop] == ASCII.quote else {
      throw failure(.unterminatedString, at: opening)
    }
    index = stop + 1
    return String(decoding: decoded, as: UTF8.self)
  }

  /// Reads the escape whose backslash is before `index` and leaves `index` behind it.
  private mutating func readEscape(into decoded: inout [UInt8]) throws(JSONSyntaxError) {
    if bytes[index] == UInt8(ascii: "u") {
      if let units = UTF8.encode(try readUnicodeEscape()) { decoded.append(contentsOf: units) }
      return
    }
    guard let byte = Self.unescaped(bytes[index]) else {
      throw failure(.invalidEscape, at: index - 1)
    }
    decoded.append(byte)
    index += 1
  }

  private static func unescaped(_ byte: UInt8) -> UInt8? {
    switch byte {
    case ASCII.quote, ASCII.backslash, UInt8(ascii: "/"): byte
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): 0x0A
    case UInt8(ascii: "r"): 0x0D
    case UInt8(ascii: "t"): 0x09
    default: nil
    }
  }

  private mutating func readUnicodeEscape() throws(JSONSyntaxError) -> Unicode.Scalar {
    let backslash = index - 1
    let unit = try readUnit()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if UTF16.isLeadSurrogate(unit), followsUnitEscape() {
      let mark = index
      index += 1
      let low = try readUnit()
      if UTF16.isTrailSurrogate(low), let scalar = Self.scalar(lead: unit, trail: low) {
        return scalar
      }
      index = mark
    }
    if reading == .rfc8259 { throw failure(.unpairedSurrogate, at: backslash) }
    return "\u{FFFD}"
  }

  /// RFC 2781 §2.2.
  private static func scalar(lead: UInt16, trail: UInt16) -> Unicode.Scalar? {
    Unicode.Scalar(0x10000 + (UInt32(lead & 0x3FF) << 10 | UInt32(trail & 0x3FF)))
  }

  private func followsUnitEscape() -> Bool {
    index + 1 < bytes.count && bytes[index] == ASCII.backslash
      && bytes[index + 1] == UInt8(ascii: "u")
  }

  /// Reads four hex digits behind the `u` at `index`.
  ///
  /// As in CPython a byte must follow them, else the escape counts as cut off.
  private mutating func readUnit() throws(JSONSyntaxError) -> UInt16 {
    let letter = index
    guard letter + 5 < bytes.count else { throw failure(.invalidUnicodeEscape, at: letter) }
    var unit: UInt16 = 0
    for byte in bytes[(letter + 1)..<(letter + 5)] {
      guard let digit = ASCII.hexDigitValue(byte) else {
        throw failure(.invalidUnicodeEscape, at: letter)
      }
      unit = unit << 4 | digit
    }
    index = letter + 5
    return unit
  }

  /// Returns the index of the first quote, backslash or control character, or the end.
  ///
  /// Eight bytes at a time: subtracting sets a byte's top bit when it was below the bound, and
  /// in each test the lowest such bit is exact.
  private func plainEnd(from start: Int) -> Int {
    var cursor = start
    let raw = UnsafeRawBufferPointer(bytes)
    let ones: UInt64 = 0x0101_0101_0101_0101
    while cursor + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: raw.loadUnaligned(fromByteOffset: cursor, as: UInt64.self))
      let quotes = word ^ (ones &* 0x22)
      let slashes = word ^ (ones &* 0x5C)
      let control = (word &- (ones &* 0x20)) & ~word
      let hits =
        (control | (quotes &- ones) & ~quotes | (slashes &- ones) & ~slashes) & (ones &* 0x80)
      if hits != 0 { return cursor + hits.trailingZeroBitCount / 8 }
      cursor += 8
    }
    while cursor < bytes.count, !ASCII.endsPlainText(bytes[cursor]) { cursor += 1 }
    return cursor
  }
}
