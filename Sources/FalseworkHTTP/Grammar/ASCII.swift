// Falsework
// SPDX-License-Identifier: MIT

/// The byte classes and numbers of the HTTP grammar.
enum ASCII {
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let space = UInt8(ascii: " ")
  static let comma = UInt8(ascii: ",")
  static let colon = UInt8(ascii: ":")
  static let semicolon = UInt8(ascii: ";")
  static let lineEnding: [UInt8] = [carriageReturn, lineFeed]

  /// Whether a byte may stand in a token (RFC 9110 §5.6.2).
  static func isToken(_ byte: UInt8) -> Bool {
    contains(byte, low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  }

  /// Whether a byte is unreserved in a URI (RFC 3986 §2.3).
  static func isUnreserved(_ byte: UInt8) -> Bool {
    contains(byte, low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
  }

  /// Whether a byte may stand in a field value or a reason phrase (RFC 9110 §5.5).
  static func isFieldText(_ byte: UInt8) -> Bool {
    (byte >= space && byte != 0x7F) || byte == tab
  }

  /// Whether a byte may stand in a request target: visible ASCII but for the fragment sign.
  static func isTarget(_ byte: UInt8) -> Bool {
    byte > space && byte < 0x7F && byte != UInt8(ascii: "#")
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == space || byte == tab
  }

  static func isDigit(_ byte: UInt8) -> Bool {
    byte &- UInt8(ascii: "0") < 10
  }

  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte
  }

  /// The text of ASCII bytes in lower case.
  static func lowercased(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    for byte in bytes where lowercased(byte) != byte {
      return String(decoding: bytes.map(lowercased), as: UTF8.self)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The digit for a value below 16, in lower case.
  static func digit(_ value: Int) -> UInt8 {
    UInt8(value) + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }

  /// The value of a hexadecimal digit.
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    if isDigit(byte) { return byte - UInt8(ascii: "0") }
    let letter = (byte | 0x20) &- UInt8(ascii: "a")
    return letter < 6 ? letter + 10 : nil
  }

  /// The number that digits write, held at the largest one where they write more.
  ///
  /// Returns nil if there is no digit or anything else, such as a sign.
  static func decimal(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    if bytes.isEmpty { return nil }
    var value = 0
    for byte in bytes {
      guard isDigit(byte) else { return nil }
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.addingReportingOverflow(Int(byte - UInt8(ascii: "0")))
      value = isTooLarge || isOver ? Int.max : sum
    }
    return value
  }

  /// Whether bytes spell a word, which is given in lower case, in any case.
  static func matches(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    return bytes.indices.allSatisfy { lowercased(bytes[$0]) == word.utf8Start[$0] }
  }

  /// Whether bytes spell a word in the case given.
  static func equals(_ bytes: UnsafeBufferPointer<UInt8>, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for index in bytes.indices where bytes[index] != word.utf8Start[index] { return false }
    return true
  }

  /// The bytes without spaces and tabs at their ends (RFC 9110 §5.6.3).
  static func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var (start, end) = (0, bytes.count)
    while start < end, isBlank(bytes[start]) { start += 1 }
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: bytes[start..<end])
  }

  private static func contains(_ byte: UInt8, low: UInt64, high: UInt64) -> Bool {
    let half = byte < 64 ? low : (byte < 128 ? high : 0)
    return (half >> UInt64(byte & 63)) & 1 == 1
  }
}
