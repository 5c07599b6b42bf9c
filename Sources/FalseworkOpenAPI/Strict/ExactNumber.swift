// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A JSON number as the decimal that was written, because JSON Schema knows no other precision.
///
/// The digits have neither leading nor trailing zeros, so that equal numbers are held alike.
/// Deviation: powers of ten beyond ±10^15 count as that.
struct ExactNumber: Sendable {
  private static let smallCountMax = 18
  private static let exponentMax = 1_000_000_000_000_000

  private let isNegative: Bool
  /// The digits as one integer; 0 for zero and for a number of more than 18 digits.
  private let small: UInt64
  /// The digits of a number that has more than 18.
  private let large: [UInt8]
  /// The power of ten of the last digit.
  private let exponent: Int

  /// Returns `nil` for NaN and the infinities, which are no JSON numbers.
  init?(_ number: JSONNumber) {
    var reader = DecimalReader()
    guard number.literal.withBytes({ $0.allSatisfy { reader.take($0) } }) else { return nil }
    isNegative = reader.isNegative
    let power = max(-Self.exponentMax, min(Self.exponentMax, reader.power))
    if reader.digitCount <= Self.smallCountMax {
      var digits = reader.small
      var shift = 0
      while digits != 0, digits % 10 == 0 {
        digits /= 10
        shift += 1
      }
      (small, large, exponent) = (digits, [], digits == 0 ? 0 : power + shift)
    } else {
      let all = number.literal.utf8.prefix { $0 | 0x20 != UInt8(ascii: "e") }
        .filter { (0x30...0x39).contains($0) }.map { $0 - 0x30 }
      let kept = all.prefix((all.lastIndex { $0 != 0 } ?? -1) + 1)
      let significant = Array(kept.drop { $0 == 0 })
      let shift = all.count - kept.count
      let isSmall = significant.count <= Self.smallCountMax
      small = isSmall ? significant.reduce(0) { $0 * 10 + UInt64($1) } : 0
      large = isSmall ? [] : significant
      exponent = significant.isEmpty ? 0 : power + shift
    }
  }

  var isZero: Bool { small == 0 && large.isEmpty }
  var isPositive: Bool { !isZero && !isNegative }
  /// Whether there is no fraction, however it was written.
  var isIntegral: Bool { exponent >= 0 }

  /// The digits, most significant first.
  private var digits: [UInt8] {
    if !large.isEmpty { return large }
    var digits: [UInt8] = []
    var rest = small
    while rest != 0 {
      digits.append(UInt8(rest % 10))
      rest /= 10
    }
    return digits.reversed()
  }

  private var digitCount: Int {
    if !large.isEmpty { return large.count }
    var count = 0
    var rest = small
    while rest != 0 {
      count += 1
      rest /= 10
    }
    return count
  }
}

extension ExactNumber: Comparable, Hashable {
  static func < (left: ExactNumber, right: ExactNumber) -> Bool {
    if left.isZero { return right.isPositive }
    if right.isZero { return left.isNegative }
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? magnitudeIsLess(right, left) : magnitudeIsLess(left, right)
  }

  static func == (left: ExactNumber, right: ExactNumber) -> Bool {
    left.small == right.small && left.exponent == right.exponent && left.large == right.large
      && (left.isNegative == right.isNegative || left.isZero)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(small)
    hasher.combine(large)
    hasher.combine(exponent)
  }

  private static func magnitudeIsLess(_ left: ExactNumber, _ right: ExactNumber) -> Bool {
    if left.exponent == right.exponent, left.large.isEmpty, right.large.isEmpty {
      return left.small < right.small
    }
    let (leftTop, rightTop) = (
      left.exponent + left.digitCount, right.exponent + right.digitCount
    )
    if leftTop != rightTop { return leftTop < rightTop }
    return left.digits.lexicographicallyPrecedes(right.digits)
  }

  /// The number in a form that equal numbers share.
  var key: String {
    (isNegative && !isZero ? "-" : "")
      + String(decoding: digits.map { $0 + 0x30 }, as: UTF8.self) + "e\(exponent)"
  }
}

extension ExactNumber {
  /// Returns whether this is a whole number of steps; the step must not be zero.
  func isMultiple(of step: ExactNumber) -> Bool {
    if isZero { return true }
    // The last digit is not 0, so a step of a higher power of ten cannot divide this.
    guard exponent >= step.exponent else { return false }
    // A power of ten helps with the twos and fives in the step, of which it has at most four
    // for each digit.
    let zeros = min(exponent - step.exponent, 4 * step.digitCount)
    if step.large.isEmpty { return remainder(of: step.small, zeros: zeros) == 0 }
    return Self.isMultiple(digits + [UInt8](repeating: 0, count: zeros), of: step.large)
  }

  private func remainder(of divisor: UInt64, zeros: Int) -> UInt64 {
    var rest =
      large.isEmpty
      ? small % divisor
      : large.reduce(0) { UInt64((UInt128($0) * 10 + UInt128($1)) % UInt128(divisor)) }
    for _ in 0..<zeros {
      if rest == 0 { return 0 }
      rest = UInt64(UInt128(rest) * 10 % UInt128(divisor))
    }
    return rest
  }

  /// Long division, digit by digit; only steps of more than 18 digits come here.
  private static func isMultiple(_ digits: [UInt8], of divisor: [UInt8]) -> Bool {
    var rest: [UInt8] = []
    for digit in digits {
      if !(rest.isEmpty && digit == 0) { rest.append(digit) }
      while !isLess(rest, divisor) { rest = difference(rest, divisor) }
    }
    return rest.isEmpty
  }

  private static func isLess(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    left.count == right.count
      ? left.lexicographicallyPrecedes(right) : left.count < right.count
  }

  private static func difference(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var result = left
    var borrow: UInt8 = 0
    for offset in 1...left.count {
      let index = left.count - offset
      let taken = borrow + (offset <= right.count ? right[right.count - offset] : 0)
      borrow = result[index] < taken ? 1 : 0
      result[index] = result[index] + 10 * borrow - taken
    }
    return Array(result.drop { $0 == 0 })
  }
}
