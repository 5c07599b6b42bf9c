// Falsework
// SPDX-License-Identifier: MIT

/// A generator whose draws depend on a seed and a key, never on the order of arrival.
///
/// The sequence is SplitMix64 (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators"). It is not for secrets.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Creates the generator of a seed and a key, such as the session and the kind of draw.
  public init(seed: UInt64, key: String...) {
    self.init(seed: seed, key: key)
  }

  /// Creates the generator of a seed and a key whose parts are counted at run time.
  public init(seed: UInt64, key: [String]) {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in key {
      // FNV-1a; the byte 0xff, which UTF-8 never has, keeps the parts apart.
      for byte in part.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
      hash = (hash ^ 0xff) &* 0x100_0000_01b3
    }
    state = Self.mix(seed ^ Self.mix(hash))
  }

  /// Returns the next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(state)
  }

  /// Returns the next number in a range, evenly distributed.
  public mutating func number(in range: ClosedRange<Double>) -> Double {
    let unit = Double(next() >> 11) * 0x1p-53
    return range.lowerBound + unit * (range.upperBound - range.lowerBound)
  }

  private static func mix(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }
}
