// Falsework
// SPDX-License-Identifier: MIT

/// A JSON number, kept as it was spelled so that no digit is lost.
///
/// Besides the numbers of RFC 8259 §6 it holds `NaN`, `Infinity` and `-Infinity`, which
/// Python's reader accepts and its writer writes.
public struct JSONNumber: Sendable, Hashable {
  /// The spelling, for instance `1e3` or `0.10`.
  public let literal: String

  init(unchecked literal: String) { self.literal = literal }

  /// Creates a number from its JSON spelling; `nil` when it is not one.
  public init?(literal: String) {
    guard case .number(let number)? = try? JSONValue.parse(literal, reading: .python),
      number.literal.utf8.elementsEqual(literal.utf8)
    else { return nil }
    self = number
  }

  /// Creates an integer.
  public init(_ value: Int) { literal = String(value) }

  /// Creates an integer.
  public init(_ value: UInt64) { literal = String(value) }

  /// Creates a number from the shortest digits that read back as the same double.
  ///
  /// The layout is the one of Python's `repr`: `7.5`, `3.0`, `3.6e-05`, `1e+20`.
  public init(_ value: Double) { literal = Self.pythonLiteral(value) }

  /// Whether the spelling has neither fraction nor exponent.
  public var isInteger: Bool {
    func isOfInteger(_ byte: UInt8) -> Bool { byte == ASCII.minus || ASCII.isDigit(byte) }
    return literal.utf8.withContiguousStorageIfAvailable { $0.allSatisfy(isOfInteger) }
      ?? literal.utf8.allSatisfy(isOfInteger)
  }

  /// The integer; `nil` for a fraction, an exponent, or more than 64 bits.
  public var intValue: Int? { isInteger ? Int(literal) : nil }

  /// The nearest double; infinite beyond its range.
  public var doubleValue: Double { smallInteger ?? Double(literal) ?? .nan }

  /// Up to 15 digits are exact in a double and need no careful reading.
  private var smallInteger: Double? {
    guard literal.utf8.count <= 15 else { return nil }
    var value = 0
    for byte in literal.utf8 {
      guard ASCII.isDigit(byte) else { return nil }
      value = value * 10 + Int(byte - ASCII.zero)
    }
    return Double(value)
  }

  func isEquivalent(to other: JSONNumber) -> Bool {
    if isInteger, other.isInteger { return canonicalInteger == other.canonicalInteger }
    return doubleValue == other.doubleValue || (doubleValue.isNaN && other.doubleValue.isNaN)
  }

  private var canonicalInteger: String { literal == "-0" ? "0" : literal }
}

extension JSONNumber {
  /// This number as Python writes it back after reading it: `1E2` becomes `100.0`, `-0` becomes
  /// `0`, and the digits of an integer stay.
  public var pythonNormalized: JSONNumber {
    isInteger ? JSONNumber(unchecked: canonicalInteger) : JSONNumber(doubleValue)
  }

  private static func pythonLiteral(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
    // Swift and Python agree on digits and exponents but not on where exponents begin:
    // Swift turns to them above 2^53, Python at 1e16.
    let text = value.description
    return value.magnitude < 1e16 && text.hasSuffix("e+15") ? withoutExponent(text) : text
  }

  /// Lays out `-9.8e+15` as `-9800000000000000.0`.
  private static func withoutExponent(_ text: String) -> String {
    let digits = text.utf8.dropLast("e+15".utf8.count).filter(ASCII.isDigit)
    let zeros = [UInt8](repeating: ASCII.zero, count: max(0, 16 - digits.count))
    return (text.hasPrefix("-") ? "-" : "") + String(decoding: digits + zeros, as: UTF8.self) + ".0"
  }
}
