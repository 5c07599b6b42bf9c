// Falsework
// SPDX-License-Identifier: MIT

/// The checksum of RFC 1950 §8.2.
package enum Adler32 {
  private static let modulus: UInt32 = 65_521
  /// The most bytes that can be summed before 32 bits overflow.
  private static let byteCountBetweenReductions = 5552

  /// Returns the checksum of the bytes.
  package static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    var index = 0
    while index < bytes.count {
      let end = min(index + byteCountBetweenReductions, bytes.count)
      while index < end {
        low &+= UInt32(bytes[index])
        high &+= low
        index += 1
      }
      low %= modulus
      high %= modulus
    }
    return high << 16 | low
  }
}
