// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("A latency histogram")
struct LatencyHistogramTests {
  @Test("knows values below 128 exactly")
  func small() {
    for value in UInt64(0)..<128 {
      var histogram = LatencyHistogram()
      histogram.record(value)
      histogram.record(1_000_000)
      #expect(histogram.quantile(0.5) == value)
    }
  }

  @Test(
    "knows greater values to within 1/64, from above",
    arguments: [128, 129, 191, 255, 256, 1000, 65_535, 65_536, 1_234_567_890, 1 << 40, .max])
  func great(value: UInt64) {
    var histogram = LatencyHistogram()
    histogram.record(value)
    histogram.record(.max)
    let known = histogram.quantile(0.5)
    #expect(known >= value)
    #expect(known - value <= value / 64)
  }

  @Test("orders slots as their values, across each power of two")
  func monotonic() {
    var last: UInt64 = 0
    for power in 6..<63 {
      for value in [UInt64(1) << power, 3 << (power - 1)] {
        var histogram = LatencyHistogram()
        histogram.record(value)
        histogram.record(.max)
        let known = histogram.quantile(0.5)
        #expect(known > last)
        last = known
      }
    }
  }

  @Test(
    "finds the value that a share does not exceed",
    arguments: [(0.0, 1), (0.01, 1), (0.5, 50), (0.501, 51), (0.99, 99), (1.0, 100)])
  func quantile(share: Double, expected: UInt64) {
    var histogram = LatencyHistogram()
    for value in (UInt64(1)...100).reversed() { histogram.record(value) }
    #expect(histogram.quantile(share) == expected)
    #expect(histogram.count == 100)
    #expect(histogram.longest == 100)
  }

  @Test("never tells more than the longest latency")
  func longest() {
    var histogram = LatencyHistogram()
    histogram.record(1_000_001)
    #expect(histogram.quantile(0.99) == 1_000_001)
  }

  @Test("tells 0 without latencies")
  func empty() {
    #expect(LatencyHistogram().quantile(0.5) == 0)
    #expect(LatencyHistogram().longest == 0)
  }
}
