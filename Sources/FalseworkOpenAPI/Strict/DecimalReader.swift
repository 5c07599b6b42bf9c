// Falsework
// SPDX-License-Identifier: MIT

/// Takes the spelling of a number in, byte by byte.
struct DecimalReader {
  private enum Part { case whole, fraction, exponent }

  private(set) var isNegative = false
  /// The digits as one integer, as long as there are at most 18.
  private(set) var small: UInt64 = 0
  /// The number of digits without leading zeros.
  private(set) var digitCount = 0
  private var part = Part.whole
  private var fractionCount = 0
  private var exponent = 0
  private var exponentIsNegative = false

  /// The power of ten of the last digit.
  var power: Int { (exponentIsNegative ? -exponent : exponent) - fractionCount }

  /// Returns whether the byte can stand in a JSON number.
  mutating func take(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39: take(digit: byte - 0x30)
    case UInt8(ascii: "."): part = .fraction
    case UInt8(ascii: "e"), UInt8(ascii: "E"): part = .exponent
    case UInt8(ascii: "-") where part == .exponent: exponentIsNegative = true
    case UInt8(ascii: "-"): isNegative = true
    case UInt8(ascii: "+"): break
    default: return false
    }
    return true
  }

  private mutating func take(digit: UInt8) {
    if part == .exponent {
      if exponent < 1_000_000_000_000_000_000 / 10 { exponent = exponent * 10 + Int(digit) }
      return
    }
    if part == .fraction { fractionCount += 1 }
    if digitCount == 0, digit == 0 { return }
    digitCount += 1
    if digitCount <= 18 { small = small * 10 + UInt64(digit) }
  }
}
