// Falsework
// SPDX-License-Identifier: MIT

/// Searches that look at eight bytes at a time, which is where a parser of lines spends its time.
enum WordScan {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let wordBytes = 8

  /// The index of the first byte of a value at or after a start, or the count of bytes.
  static func firstIndex(
    of byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    let pattern = ones &* UInt64(byte)
    var index = start
    while index + wordBytes <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let difference = word ^ pattern
      if (difference &- ones) & ~difference & highs != 0 { break }
      index += wordBytes
    }
    while index < bytes.count, bytes[index] != byte { index += 1 }
    return index
  }

  /// Whether two runs of the same length are the same.
  static func areEqual(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let (left, right) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    var index = 0
    while index + wordBytes <= left.count {
      let word = left.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word != right.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
      index += wordBytes
    }
    while index < left.count {
      if left[index] != right[index] { return false }
      index += 1
    }
    return true
  }

  /// Whether all bytes are printable ASCII, the space included.
  static func isPrintable(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = 0
    while index + wordBytes <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      let below = (word &- ones &* UInt64(ASCII.space)) & ~word
      let above = (word &+ ones) | word
      if (below | above) & highs != 0 { return false }
      index += wordBytes
    }
    while index < bytes.count {
      guard bytes[index] &- ASCII.space < 0x7F - ASCII.space else { return false }
      index += 1
    }
    return true
  }
}
