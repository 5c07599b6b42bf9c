// Falsework
// SPDX-License-Identifier: MIT

/// A SplitMix64 sequence: equal seeds give equal draws on every machine.
///
/// The draws are our own rather than the standard library's, whose algorithms may change between
/// releases and would change every mesh with them.
public struct SeededGenerator: Sendable, Hashable {
  private var state: UInt64

  /// Starts the sequence that belongs to `seed` and `stream`; other streams are unrelated to it.
  public init(seed: UInt64, stream: UInt64 = 0) {
    state = IntegerHash.mix(seed) ^ IntegerHash.mix(stream &* 0xA076_1D64_78BD_642F)
  }

  /// Returns the next 64 bits.
  public mutating func nextBits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return IntegerHash.mix(state)
  }

  /// Returns a number in 0..<1 with 24 significant bits.
  public mutating func nextUnit() -> Float {
    Float(nextBits() >> 40) * 0x1p-24
  }

  /// Returns a number between the two bounds.
  public mutating func nextFloat(in range: ClosedRange<Float>) -> Float {
    range.lowerBound + (range.upperBound - range.lowerBound) * nextUnit()
  }

  /// Returns an integer in 0..<bound; the bound must be positive.
  public mutating func nextIndex(below bound: Int) -> Int {
    precondition(bound > 0, "an index needs at least one place to point at")
    return Int(nextBits().multipliedFullWidth(by: UInt64(bound)).high)
  }
}
