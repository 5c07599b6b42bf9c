// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Mesh seed") struct MeshSeedTests {
  @Test(
    "small integers are their own value",
    arguments: [
      ("0", 0), ("-0", 0), ("+0", 0), ("7", 7), ("007", 7), ("+7", 7),
      ("9223372036854775807", UInt64(Int64.max)),
    ] as [(String, UInt64)])
  func smallIntegers(literal: String, value: UInt64) {
    #expect(MeshSeed(integer: literal).value == value)
  }

  @Test("other integers and other texts differ from each other and from all small ones")
  func digests() {
    let literals = [
      "-1", "-7", "9223372036854775808", "18446744073709551615", "18446744073709551616",
      "-9223372036854775808", "123456789012345678901234567890", "", "-", "+", "1.5", "seven",
      "1e3", String(repeating: "9", count: 5000),
    ]
    let values = literals.map { MeshSeed(integer: $0).value }
    #expect(Set(values).count == literals.count)
    #expect(values.allSatisfy { $0 > UInt64(Int64.max) })
  }

  @Test("leading zeros do not matter at any size")
  func leadingZeros() {
    let large = "123456789012345678901234567890"
    #expect(MeshSeed(integer: "000" + large) == MeshSeed(integer: large))
    #expect(MeshSeed(integer: "-01") == MeshSeed(integer: "-1"))
  }

  @Test("input bytes that differ in any place or in length give different seeds")
  func canonicalInput() {
    let input = Array(#"{"image_url":"https://example.com/a.png"}"#.utf8)
    var seeds: Set<MeshSeed> = [MeshSeed(canonicalInput: input)]
    for index in input.indices {
      var changed = input
      changed[index] ^= 1
      seeds.insert(MeshSeed(canonicalInput: changed))
      seeds.insert(MeshSeed(canonicalInput: Array(input[..<index])))
    }
    seeds.insert(MeshSeed(canonicalInput: input + [0]))
    #expect(seeds.count == 2 * input.count + 2)
  }

  @Test("a seed from bytes never changes")
  func pinned() {
    #expect(MeshSeed(canonicalInput: Array("falsework".utf8)).value == 12_672_519_180_245_079_143)
    #expect(MeshSeed(integer: "-1").value == 12_522_367_794_647_968_178)
  }
}
