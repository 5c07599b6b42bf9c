// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Seeded generator") struct SeededGeneratorTests {
  @Test("the sequence of a seed never changes")
  func pinned() {
    var generator = SeededGenerator(seed: 42, stream: 1)
    let draws = (0..<3).map { _ in generator.nextBits() }
    #expect(
      draws == [
        14_736_758_604_125_116_759, 4_574_210_806_424_527_249, 443_930_820_387_019_702,
      ])
  }

  @Test("mixing zero is zero and mixing one is the published SplitMix64 image")
  func mixing() {
    #expect(IntegerHash.mix(0) == 0)
    // The first output of SplitMix64 from state 0.
    #expect(IntegerHash.mix(0x9E37_79B9_7F4A_7C15) == 0xE220_A839_7B1D_CDAF)
  }

  @Test("streams of one seed and neighbouring seeds are unrelated")
  func streams() {
    var firsts: Set<UInt64> = []
    for seed in 0..<50 {
      for stream in 0..<20 {
        var generator = SeededGenerator(seed: UInt64(seed), stream: UInt64(stream))
        firsts.insert(generator.nextBits())
      }
    }
    #expect(firsts.count == 1000)
  }

  @Test("draws stay in their ranges and fill them")
  func ranges() {
    var generator = SeededGenerator(seed: 9)
    var counts = [Int](repeating: 0, count: 10)
    for _ in 0..<10_000 {
      counts[generator.nextIndex(below: 10)] += 1
      #expect((0..<1).contains(generator.nextUnit()))
      #expect((-2...3).contains(generator.nextFloat(in: -2...3)))
    }
    #expect(counts.allSatisfy { (850...1150).contains($0) })
    #expect(generator.nextIndex(below: 1) == 0)
  }
}
