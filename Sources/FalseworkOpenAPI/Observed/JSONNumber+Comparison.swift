// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

// Integers of any length: bodies may carry more than 64 bits, and pydantic compares them.
extension JSONNumber {
  func isLess(than other: JSONNumber) -> Bool {
    if let left = intValue, let right = other.intValue { return left < right }
    guard isInteger, other.isInteger else { return doubleValue < other.doubleValue }
    if isNegative != other.isNegative { return isNegative }
    let isShorter = digits.count < other.digits.count
    let isSmaller =
      digits.count == other.digits.count
      ? digits.lexicographicallyPrecedes(other.digits) : isShorter
    return isNegative ? !isSmaller && digits != other.digits : isSmaller
  }

  /// Returns whether an integer divides without remainder; every number is a multiple of zero
  /// and of a step beyond 64 bits, which no schema has.
  func isMultiple(of step: JSONNumber) -> Bool {
    guard let divisor = step.intValue?.magnitude, divisor != 0 else { return true }
    let remainder = digits.reduce(UInt128(0)) {
      ($0 * 10 + UInt128($1 - UInt8(ascii: "0"))) % UInt128(divisor)
    }
    return remainder == 0
  }

  private var isNegative: Bool { literal.utf8.first == UInt8(ascii: "-") }

  private var digits: [UInt8] { literal.utf8.filter { (0x30...0x39).contains($0) } }
}
