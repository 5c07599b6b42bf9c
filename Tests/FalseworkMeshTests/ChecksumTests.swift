// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Checksums") struct ChecksumTests {
  @Test(
    "CRC-32 of published vectors",
    arguments: [
      ("", 0), ("a", 0xE8B7_BE43), ("123456789", 0xCBF4_3926),
      ("The quick brown fox jumps over the lazy dog", 0x414F_A339), ("IEND", 0xAE42_6082),
    ] as [(String, UInt32)])
  func cyclicRedundancyCheck(text: String, expected: UInt32) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { CRC32.checksum($0) } == expected)
  }

  @Test(
    "Adler-32 of published vectors",
    arguments: [
      ("", 1), ("a", 0x0062_0062), ("abc", 0x024D_0127), ("Wikipedia", 0x11E6_0398),
    ] as [(String, UInt32)])
  func adler(text: String, expected: UInt32) {
    #expect(Array(text.utf8).withUnsafeBufferPointer { Adler32.checksum($0) } == expected)
  }

  @Test("Adler-32 survives the longest runs of the largest byte")
  func adlerOverflow() {
    let bytes = [UInt8](repeating: 0xFF, count: 100_000)
    var (low, high): (UInt64, UInt64) = (1, 0)
    for byte in bytes {
      low = (low + UInt64(byte)) % 65_521
      high = (high + low) % 65_521
    }
    let expected = UInt32(high << 16 | low)
    #expect(bytes.withUnsafeBufferPointer { Adler32.checksum($0) } == expected)
  }

  @Test("CRC-32 by eights agrees with CRC-32 by bits at every length")
  func cyclicRedundancyCheckLengths() {
    var generator = SeededGenerator(seed: 3)
    let bytes = (0..<40).map { _ in UInt8(generator.nextIndex(below: 256)) }
    for count in 0...bytes.count {
      var state = ~UInt32(0)
      for byte in bytes[..<count] {
        state ^= UInt32(byte)
        for _ in 0..<8 { state = state >> 1 ^ (state & 1) * 0xEDB8_8320 }
      }
      let prefix = Array(bytes[..<count])
      #expect(prefix.withUnsafeBufferPointer { CRC32.checksum($0) } == ~state)
    }
  }
}
