// Falsework
// SPDX-License-Identifier: MIT

/// The number from which a mesh grows.
public struct MeshSeed: Sendable, Hashable {
  /// The 64 bits that every draw is derived from.
  public let value: UInt64

  /// Reads a decimal integer literal of any size and sign.
  ///
  /// Literals of the same integer give the same seed: `7`, `+7` and `007`; `0` and `-0`. Integers
  /// in 0..<2^63 are their own value, all others a digest with the top bit set. Text that is not a
  /// decimal integer is digested as it stands.
  public init(integer decimal: String) {
    value = Self.smallInteger(decimal) ?? Self.topBit | Self.digest(ofLiteral: decimal)
  }

  /// Derives a seed from the bytes that describe a request which carries no seed of its own.
  public init(canonicalInput bytes: [UInt8]) {
    value = IntegerHash.digest(bytes, salt: 1)
  }

  private static let topBit: UInt64 = 1 << 63

  private static func smallInteger(_ decimal: String) -> UInt64? {
    guard let (isNegative, digits) = parts(of: decimal) else { return nil }
    guard !isNegative || digits == [UInt8(ascii: "0")], digits.count <= 19 else { return nil }
    let magnitude = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - UInt8(ascii: "0")) }
    return magnitude < topBit ? magnitude : nil
  }

  private static func digest(ofLiteral decimal: String) -> UInt64 {
    guard let (isNegative, digits) = parts(of: decimal) else {
      return IntegerHash.digest(Array(decimal.utf8), salt: 2)
    }
    return IntegerHash.digest(digits, salt: isNegative ? 3 : 4)
  }

  /// The sign and the digits without leading zeros, or nil if the text is no decimal integer.
  private static func parts(of decimal: String) -> (isNegative: Bool, digits: [UInt8])? {
    var text = Array(decimal.utf8)[...]
    let isNegative = text.first == UInt8(ascii: "-")
    if isNegative || text.first == UInt8(ascii: "+") { text.removeFirst() }
    guard !text.isEmpty, text.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    let digits = Array(text.drop { $0 == UInt8(ascii: "0") })
    return (isNegative, digits.isEmpty ? [UInt8(ascii: "0")] : digits)
  }
}
