// Falsework
// SPDX-License-Identifier: MIT

/// The cyclic redundancy check of PNG chunks, PNG specification annex D.
package enum CRC32 {
  private static let sliceCount = 8

  /// Tables for eight bytes at once: entry 256·k + b is byte b followed by k zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: sliceCount * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { rest, _ in
        rest & 1 == 0 ? rest >> 1 : rest >> 1 ^ 0xEDB8_8320
      }
    }
    for index in 256..<tables.count {
      let previous = tables[index - 256]
      tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
    }
    return tables
  }()

  /// Returns the check of the bytes.
  package static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    tables.withUnsafeBufferPointer { tables in
      var state = ~UInt32(0)
      var index = 0
      let raw = UnsafeRawBufferPointer(bytes)
      while index + sliceCount <= bytes.count {
        let low =
          UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: index, as: UInt32.self)) ^ state
        let high = UInt32(
          littleEndian: raw.loadUnaligned(fromByteOffset: index + 4, as: UInt32.self))
        state = fold(low, tables, offset: 1024) ^ fold(high, tables, offset: 0)
        index += sliceCount
      }
      while index < bytes.count {
        state = state >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: state) ^ bytes[index])]
        index += 1
      }
      return ~state
    }
  }

  @inline(__always)
  private static func fold(
    _ word: UInt32, _ tables: UnsafeBufferPointer<UInt32>, offset: Int
  ) -> UInt32 {
    tables[offset + 768 + Int(word & 0xFF)]
      ^ tables[offset + 512 + Int(word >> 8 & 0xFF)]
      ^ tables[offset + 256 + Int(word >> 16 & 0xFF)]
      ^ tables[offset + Int(word >> 24)]
  }
}
