// Falsework
// SPDX-License-Identifier: MIT

import FalseworkQueue
import Testing

@Suite("A seeded generator")
struct SeededGeneratorTests {
  /// Computed in Python from the definitions of SplitMix64 and FNV-1a.
  @Test("draws the published sequence")
  func vectors() {
    var plain = SeededGenerator(seed: 0)
    var empty = SeededGenerator(seed: 0, key: "")
    var keyed = SeededGenerator(seed: 1, key: "session", "body", "0")
    var last = SeededGenerator(seed: .max, key: "é")
    #expect(draws(&plain) == [0x7261_e903_1e12_a9d7, 0x4740_b092_37da_2513, 0xd7b6_cbee_0c4b_ae2d])
    #expect(draws(&empty) == [0x7353_16f8_1cbd_756a, 0xc904_ac76_cb23_3997, 0x9d4d_adcb_0fb2_0ea7])
    #expect(draws(&keyed) == [0x9ece_dace_11b9_29e9, 0x2801_43fc_a4b4_0d63, 0xff83_e50b_7257_b5dd])
    #expect(draws(&last) == [0x7fef_6102_a4d0_8b12, 0x9938_43ef_5724_d652, 0x3438_3a9e_eed0_234f])
  }

  @Test("repeats itself for the same seed and key")
  func repeatable() {
    for seed in [0, 1, 42, UInt64.max] {
      var one = SeededGenerator(seed: seed, key: "a", "b")
      var two = SeededGenerator(seed: seed, key: "a", "b")
      #expect(draws(&one, count: 100) == draws(&two, count: 100))
    }
  }

  @Test("keeps keys apart, however their parts are cut")
  func keys() {
    var generators = [
      SeededGenerator(seed: 42), SeededGenerator(seed: 42, key: ""),
      SeededGenerator(seed: 42, key: "", ""), SeededGenerator(seed: 42, key: "abc"),
      SeededGenerator(seed: 42, key: "a", "bc"), SeededGenerator(seed: 42, key: "ab", "c"),
      SeededGenerator(seed: 42, key: "a", "b", "c"), SeededGenerator(seed: 42, key: "bc", "a"),
      SeededGenerator(seed: 42, key: "abc", ""), SeededGenerator(seed: 42, key: "", "abc"),
      SeededGenerator(seed: 43, key: "abc"), SeededGenerator(seed: 42, key: "abd"),
    ]
    let first = generators.indices.map { generators[$0].next() }
    #expect(Set(first).count == generators.count)
  }

  @Test("keeps a thousand seeds and a thousand keys apart")
  func manyKeys() {
    var first: Set<UInt64> = []
    for number in 0..<1000 {
      var bySeed = SeededGenerator(seed: UInt64(number), key: "key")
      var byKey = SeededGenerator(seed: 5000, key: String(number))
      first.insert(bySeed.next())
      first.insert(byKey.next())
    }
    #expect(first.count == 2000)
  }

  @Test(
    "draws numbers within a range, evenly",
    arguments: [0.0...1, -3...5, 0.4...1.2, 7...7, 30e-6...45e-6, -1e300...1e300])
  func numbers(range: ClosedRange<Double>) {
    var generator = SeededGenerator(seed: 9, key: "numbers")
    let width = range.upperBound - range.lowerBound
    var quarters = [0, 0, 0, 0]
    for _ in 0..<4000 {
      let number = generator.number(in: range)
      #expect(range.contains(number))
      guard width > 0 else { continue }
      quarters[min(3, Int((number - range.lowerBound) / width * 4))] += 1
    }
    #expect(width == 0 || quarters.allSatisfy { (900...1100).contains($0) })
  }

  private func draws(_ generator: inout SeededGenerator, count: Int = 3) -> [UInt64] {
    (0..<count).map { _ in generator.next() }
  }
}
