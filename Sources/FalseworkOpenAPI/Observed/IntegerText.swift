// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Strings that pydantic takes for integers: ` +1_000.00 ` is one thousand.
enum IntegerText {
  /// The digits that CPython converts at most.
  static let digitCountMax = 4300

  static let sizeMessage = "Unable to parse input string as an integer, exceeded maximum size"

  enum Reading {
    case integer(JSONNumber)
    case tooLong
    case malformed
  }

  /// Reads a text the way pydantic does, in two attempts.
  ///
  /// The first takes the text as it is and can find it too long; the second, on a text without
  /// white space, plus sign, leading zeros, `.0` and underscores, calls a long one malformed.
  static func read(_ text: String) -> Reading {
    if startsWithTooManyDigits(text) { return .tooLong }
    var rest = TrimmedText.bytes(of: text)
    let sign = takeSign(&rest)
    dropZeroFraction(&rest)
    guard let digits = digits(of: rest), digits.count <= digitCountMax else { return .malformed }
    let isNegative = sign == UInt8(ascii: "-") && digits != [UInt8(ascii: "0")]
    let literal = (isNegative ? "-" : "") + String(decoding: digits, as: UTF8.self)
    return JSONNumber(literal: literal).map { .integer($0) } ?? .malformed
  }

  private static func startsWithTooManyDigits(_ text: String) -> Bool {
    let unsigned = text.utf8.dropFirst(text.utf8.first == UInt8(ascii: "-") ? 1 : 0)
    guard unsigned.first != UInt8(ascii: "0") else { return false }
    return unsigned.prefix(digitCountMax + 1).count(where: isDigit) > digitCountMax
  }

  private static func takeSign(_ rest: inout ArraySlice<UInt8>) -> UInt8? {
    guard let first = rest.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else {
      return nil
    }
    return rest.removeFirst()
  }

  /// Drops a point followed by nothing but zeros, at least one.
  private static func dropZeroFraction(_ rest: inout ArraySlice<UInt8>) {
    guard let point = rest.firstIndex(of: UInt8(ascii: ".")) else { return }
    let zeros = rest[(point + 1)...]
    if !zeros.isEmpty, zeros.allSatisfy({ $0 == UInt8(ascii: "0") }) { rest = rest[..<point] }
  }

  /// Returns the digits without leading zeros, `nil` for malformed text.
  ///
  /// Single underscores may stand between digits; among leading zeros they may repeat.
  private static func digits(of text: ArraySlice<UInt8>) -> [UInt8]? {
    guard let first = text.first, let last = text.last, isDigit(first), isDigit(last) else {
      return nil
    }
    var rest = text
    if first == UInt8(ascii: "0") {
      rest = rest.drop { $0 == UInt8(ascii: "0") || $0 == underscore }
    }
    var digits: [UInt8] = []
    var previous = UInt8(ascii: "0")
    for byte in rest {
      guard isDigit(byte) || (byte == underscore && previous != underscore) else { return nil }
      if byte != underscore { digits.append(byte) }
      previous = byte
    }
    return digits.isEmpty ? [UInt8(ascii: "0")] : digits
  }

  private static let underscore = UInt8(ascii: "_")

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

/// Text without the white space around it, in Unicode's sense of the word.
enum TrimmedText {
  static func bytes(of text: String) -> ArraySlice<UInt8> {
    let scalars = text.unicodeScalars
    guard let start = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return [] }
    return Array(text[start...last].utf8)[...]
  }
}
