// Falsework
// SPDX-License-Identifier: MIT

/// A search for the end of plain text, eight bytes at a time.
///
/// Plain is what JSON strings hold as it is in every style: printable ASCII but for the quote and
/// the backslash.
enum PlainText {
  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let highs: UInt64 = 0x8080_8080_8080_8080
  private static let wordBytes = 8

  /// The index of the first byte at or after `start` that is not plain, or the count of bytes.
  static func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    let raw = UnsafeRawBufferPointer(bytes)
    var index = start
    while index + wordBytes <= raw.count {
      let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
      if hasOther(word) { break }
      index += wordBytes
    }
    while index < bytes.count, isPlain(bytes[index]) { index += 1 }
    return index
  }

  /// Whether any of the eight bytes is not plain.
  private static func hasOther(_ word: UInt64) -> Bool {
    let quotes = word ^ (ones &* UInt64(ASCII.quote))
    let backslashes = word ^ (ones &* UInt64(ASCII.backslash))
    // A byte borrows or carries into its high bit; one that is high already counts as well.
    let found =
      (word &- ones &* 0x20) | (quotes &- ones) | (backslashes &- ones) | (word &+ ones) | word
    return found & highs != 0
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    byte < 0x7F && !ASCII.endsPlainText(byte)
  }
}
