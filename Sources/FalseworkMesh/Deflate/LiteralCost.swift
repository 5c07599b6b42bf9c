// Falsework
// SPDX-License-Identifier: MIT

/// What bytes would cost if all of them were literals.
///
/// The literals that matches leave over are the costly ones; judging by those would favour yet
/// more matches, block after block.
enum LiteralCost {
  /// One byte of so many is counted; a prime keeps in step with neither pixels nor rows.
  private static let sampleStride = 7

  /// Returns the average code length of the bytes.
  static func bitsPerByte(of bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Double {
    var counts = [UInt32](repeating: 0, count: 256)
    for index in stride(from: bytes.startIndex, to: bytes.endIndex, by: sampleStride) {
      counts[Int(bytes[index])] += 1
    }
    let code = HuffmanCode(counts: counts, lengthMax: 15)
    let sampleCount = (bytes.count + sampleStride - 1) / sampleStride
    return Double(code.bitCount(counts: counts)) / Double(max(1, sampleCount))
  }
}
