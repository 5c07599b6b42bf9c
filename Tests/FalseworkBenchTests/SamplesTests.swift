// Falsework
// SPDX-License-Identifier: MIT

import FalseworkBench
import Testing

@Suite("Samples")
struct SamplesTests {
  @Test(
    "have a median",
    arguments: [([7], 7), ([3, 1, 2], 2), ([4, 1, 3, 2], 2.5), ([9, 1, 1, 1, 1], 1)]
      as [([Double], Double)])
  func median(values: [Double], expected: Double) {
    #expect(Samples(values).median == expected)
  }

  @Test(
    "have a spread, as a share of the median",
    arguments: [
      ([7], nil), ([90, 100, 120], 0.3), ([5, 5], 0), ([-1, 0, 1], nil), ([-90, -100, -110], 0.2),
    ] as [([Double], Double?)])
  func spread(values: [Double], expected: Double?) {
    #expect(Samples(values).spread == expected)
  }

  @Test("are compared round by round")
  func ratios() {
    // The machine was twice as slow in the second round, for both.
    let ratios = Samples([80, 40, 90]).ratios(to: Samples([100, 50, 100]))
    #expect(ratios == Samples([0.8, 0.8, 0.9]))
    #expect(ratios?.median == 0.8)
  }

  @Test("are not compared with nothing")
  func noRatios() {
    #expect(Samples([1, 2]).ratios(to: Samples([1])) == nil)
    #expect(Samples([1, 2]).ratios(to: Samples([1, 0])) == nil)
  }
}
