// Falsework
// SPDX-License-Identifier: MIT

/// A part of a reply in its coding.
struct Piece: Sendable {
  let bytes: [UInt8]
  /// What counts: without what frames it, such as a chunk size before and a line ending behind.
  let counted: Range<Int>
  let isContent: Bool
  /// How many of the counted bytes were taken.
  var taken = 0

  /// The head of a reply.
  init(_ head: [UInt8]) {
    bytes = head
    counted = head.indices
    isContent = false
  }

  /// So many bytes of content, as they are or as a chunk, which ends in CR and LF.
  init(_ bytes: [UInt8], contentBytes: Int) {
    self.bytes = bytes
    let end = bytes.count - (bytes.count > contentBytes ? 2 : 0)
    counted = max(0, end - contentBytes)..<end
    isContent = true
  }

  /// Appends the next counted bytes, with what frames them; returns their count.
  mutating func take(atMost count: Int, _ out: inout [UInt8]) -> Int {
    let count = min(count, counted.count - taken)
    let start = counted.lowerBound + taken
    taken += count
    let isFirst = start == counted.lowerBound
    let isLast = taken == counted.count
    out += bytes[(isFirst ? 0 : start)..<(isLast ? bytes.count : start + count)]
    return count
  }

  /// The byte that comes next, as an index of what `take` appends.
  var leadingCount: Int { taken == 0 ? counted.lowerBound : 0 }
  var isTaken: Bool { taken == counted.count }
}
