// Falsework
// SPDX-License-Identifier: MIT

/// A SplitMix64 sequence: equal seeds give equal soaks.
package struct SeededGenerator: Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  /// Returns the next 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return word ^ word >> 31
  }

  /// Returns a number in a range.
  package mutating func number(in range: ClosedRange<Int>) -> Int {
    let count = UInt64(range.upperBound - range.lowerBound) + 1
    return range.lowerBound + Int(next().multipliedFullWidth(by: count).high)
  }

  /// Returns a length of time between nothing and a limit.
  mutating func time(upTo limit: Duration) -> Duration {
    .milliseconds(number(in: 0...Int(limit.inSeconds * 1000)))
  }
}
