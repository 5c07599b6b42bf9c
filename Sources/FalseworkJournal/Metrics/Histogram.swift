// Falsework
// SPDX-License-Identifier: MIT

/// How many observations lie below each of some bounds.
struct Histogram: Sendable, Hashable {
  /// The upper bounds of the buckets, in seconds: from a fraction of a millisecond, as a reply on
  /// the same machine takes, to the minutes of a long run.
  static let bounds: [Double] = [
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300,
  ]

  /// The observations in each bucket alone; the last one has no bound.
  private(set) var counts = [Int](repeating: 0, count: bounds.count + 1)
  private(set) var sum = 0.0

  var count: Int { counts.reduce(0, +) }

  mutating func observe(_ seconds: Double) {
    counts[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    sum += seconds
  }
}
