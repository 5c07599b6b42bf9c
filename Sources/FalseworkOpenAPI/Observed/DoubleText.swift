// Falsework
// SPDX-License-Identifier: MIT

/// Strings that pydantic takes for floats: Rust's grammar between white space, or without white
/// space the same with underscores that do not stand at an end or next to each other.
enum DoubleText {
  static func read(_ text: String) -> Double? {
    if let double = parse(TrimmedText.bytes(of: text)) { return double }
    guard let plain = withoutUnderscores(Array(text.utf8)) else { return nil }
    return parse(plain)
  }

  private static func withoutUnderscores(_ bytes: [UInt8]) -> ArraySlice<UInt8>? {
    let underscore = UInt8(ascii: "_")
    guard bytes.contains(underscore), bytes.first != underscore, bytes.last != underscore else {
      return nil
    }
    if zip(bytes, bytes.dropFirst()).contains(where: { $0 == underscore && $1 == underscore }) {
      return nil
    }
    return bytes.filter { $0 != underscore }[...]
  }

  private static func parse(_ bytes: ArraySlice<UInt8>) -> Double? {
    var rest = bytes
    let isNegative = rest.first == UInt8(ascii: "-")
    if isNegative || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    guard let magnitude = parseName(rest) ?? parseDecimal(rest) else { return nil }
    return isNegative ? -magnitude : magnitude
  }

  private static func parseName(_ bytes: ArraySlice<UInt8>) -> Double? {
    guard (3...8).contains(bytes.count) else { return nil }
    switch String(decoding: bytes, as: UTF8.self).lowercased() {
    case "inf", "infinity": return .infinity
    case "nan": return .nan
    default: return nil
    }
  }

  /// Digits with at most one point, at least one digit, and an exponent with digits.
  private static func parseDecimal(_ bytes: ArraySlice<UInt8>) -> Double? {
    var rest = bytes
    let whole = takeDigits(&rest)
    var fraction: ArraySlice<UInt8> = []
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      fraction = takeDigits(&rest)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    var exponent: [UInt8] = []
    if let letter = rest.first, letter | 0x20 == UInt8(ascii: "e") {
      exponent = Array(rest)
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      if takeDigits(&rest).isEmpty { return nil }
    }
    guard rest.isEmpty else { return nil }
    let zero = UInt8(ascii: "0")
    let literal = [zero] + whole + [UInt8(ascii: ".")] + fraction + [zero] + exponent
    return Double(String(decoding: literal, as: UTF8.self))
  }

  private static func takeDigits(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    rest = rest[digits.endIndex...]
    return digits
  }
}
