// Falsework
// SPDX-License-Identifier: MIT

/// Counts of latencies in slots whose width grows with the value, so that one table of fixed size
/// holds nanoseconds and hours alike.
///
/// Values below 128 have a slot each; above, every power of two is cut into 64 slots, so that a
/// value is known to within 1/64. This is the layout of HdrHistogram.
package struct LatencyHistogram: Sendable {
  private static let exactBits = 7
  private static let slotsPerDoubling = 1 << (exactBits - 1)
  private static let slotCount = (UInt64.bitWidth - exactBits + 2) * slotsPerDoubling

  private var counts = [UInt64](repeating: 0, count: slotCount)
  /// The number of latencies counted.
  package private(set) var count: UInt64 = 0
  /// The longest latency, exact; 0 without any.
  package private(set) var longest: UInt64 = 0

  /// Creates an empty histogram.
  package init() {}

  /// Counts a latency in nanoseconds.
  package mutating func record(_ nanoseconds: UInt64) {
    counts[Self.slot(of: nanoseconds)] += 1
    count += 1
    longest = max(longest, nanoseconds)
  }

  /// The latency in nanoseconds that a share of all latencies does not exceed, rounded up to the
  /// end of its slot; 0 without any.
  package func quantile(_ share: Double) -> UInt64 {
    let rank = max(1, UInt64((share * Double(count)).rounded(.up)))
    var seen: UInt64 = 0
    for slot in counts.indices {
      seen += counts[slot]
      if seen >= rank { return min(Self.end(of: slot), longest) }
    }
    return longest
  }

  private static func slot(of value: UInt64) -> Int {
    let width = UInt64.bitWidth - value.leadingZeroBitCount
    guard width > exactBits else { return Int(value) }
    let shift = width - exactBits
    return shift * slotsPerDoubling + Int(value >> UInt64(shift))
  }

  /// The greatest value that falls into a slot.
  private static func end(of slot: Int) -> UInt64 {
    let shift = max(0, slot / slotsPerDoubling - 1)
    let start = UInt64(slot - shift * slotsPerDoubling) << UInt64(shift)
    return start + ((1 << UInt64(shift)) - 1)
  }
}
