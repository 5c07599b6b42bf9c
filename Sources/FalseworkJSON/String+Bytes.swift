// Falsework
// SPDX-License-Identifier: MIT

extension String {
  /// Returns whether both strings have the same code points.
  ///
  /// Swift's own equality takes canonically equivalent strings for equal, JSON does not
  /// (RFC 8259 §8.3).
  package func hasSameBytes(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let isSame = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { Self.areEqual(left, $0) }
    }
    return (isSame ?? nil) ?? utf8.elementsEqual(other.utf8)
  }

  /// Compares eight bytes at a time; the counts must be equal.
  private static func areEqual(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    let (leftWords, rightWords) = (UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right))
    var index = 0
    while index + 8 <= left.count {
      let word = leftWords.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if word != rightWords.loadUnaligned(fromByteOffset: index, as: UInt64.self) { return false }
      index += 8
    }
    while index < left.count {
      if left[index] != right[index] { return false }
      index += 1
    }
    return true
  }
}
