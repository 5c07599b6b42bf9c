// Falsework
// SPDX-License-Identifier: MIT

/// A square of cells, each free or taken, that finds room for a footprint.
///
/// Theory of operation: bit x of level p in row y says whether any of the 2^p cells from x on is
/// taken; what lies beyond the square is. Two such bits tell whether a run of cells is free, so two
/// shifted rows tell it for all columns at once.
struct PackingGrid: ~Copyable {
  /// The most cells along a side: four words of bits.
  static let sideMax = 256

  private static let wordCount = 4
  /// Words behind a row let shifts read on.
  private static let rowWordCount = 9
  private static let levelCount = 8
  private static let rowStep = 9

  let side: Int
  let rowCount: Int
  private let bits: FlatArray<UInt64>
  /// The longest run of free cells of each row.
  private let openings: FlatArray<Int>

  init(side: Int) {
    precondition(side <= Self.sideMax, "a row has at most \(Self.sideMax) cells")
    self.side = side
    rowCount = side * ChartFootprint.rowsPerCell
    bits = FlatArray(repeating: .max, count: Self.levelCount * rowCount * Self.rowWordCount)
    openings = FlatArray(repeating: side, count: rowCount)
    for row in 0..<rowCount {
      for cell in 0..<side {
        bits[row * Self.rowWordCount + cell >> 6] &= ~(1 << UInt64(cell & 63))
      }
      raise(row: row)
    }
  }

  /// Returns the first column in the highest row from `firstRow` to `lastRow` where there is room.
  func room(
    for footprint: ChartFootprint, below lastRow: Int
  ) -> (column: Int, row: Int)? {
    let height = footprint.runs.count
    guard footprint.width <= side, height <= rowCount else { return nil }
    var row = 0
    while row <= min(lastRow, rowCount - height) {
      if let column = column(for: footprint, at: row) { return (column, row) }
      row += 1
    }
    return nil
  }

  private func column(for footprint: ChartFootprint, at row: Int) -> Int? {
    guard openings[row + footprint.widest] >= footprint.runs[footprint.widest].count else {
      return nil
    }
    for (offset, run) in footprint.runs.enumerated() where openings[row + offset] < run.count {
      return nil
    }
    var blocked = SIMD4<UInt64>()
    // Neighbours are blocked alike; rows that lie apart tell sooner that there is no room.
    for first in 0..<Self.rowStep {
      for offset in stride(from: first, to: footprint.runs.count, by: Self.rowStep) {
        let run = footprint.runs[offset]
        let level = Int.bitWidth - 1 - run.count.leadingZeroBitCount
        let start = (level * rowCount + row + offset) * Self.rowWordCount
        blocked |= shifted(start, by: run.lowerBound)
        blocked |= shifted(start, by: run.upperBound + 1 - 1 << level)
        if blocked == SIMD4(repeating: .max) { return nil }
      }
    }
    for word in 0..<Self.wordCount where blocked[word] != .max {
      return 64 * word + (~blocked[word]).trailingZeroBitCount
    }
    return nil
  }

  @inline(__always)
  private func shifted(_ start: Int, by columns: Int) -> SIMD4<UInt64> {
    let word = start + columns >> 6
    let right = UInt64(columns & 63)
    var result = SIMD4<UInt64>()
    for index in 0..<Self.wordCount {
      // Shifting in two steps lets a shift by 64 give zero.
      result[index] =
        bits[word + index] &>> right | (bits[word + index + 1] &<< 1) &<< (63 - right)
    }
    return result
  }

  func take(_ footprint: ChartFootprint, column: Int, row: Int) {
    for (offset, run) in footprint.runs.enumerated() {
      let start = (row + offset) * Self.rowWordCount
      for cell in column + run.lowerBound...column + run.upperBound {
        bits[start + cell >> 6] |= 1 << UInt64(cell & 63)
      }
      raise(row: row + offset)
    }
  }

  /// Brings the higher levels of a row up to date.
  private func raise(row: Int) {
    for level in 1..<Self.levelCount {
      let lower = ((level - 1) * rowCount + row) * Self.rowWordCount
      let upper = (level * rowCount + row) * Self.rowWordCount
      let moved = shifted(lower, by: 1 << (level - 1))
      for word in 0..<Self.wordCount { bits[upper + word] = bits[lower + word] | moved[word] }
    }
    openings[row] = opening(row: row)
  }

  /// Puts together the longest run that is free out of runs of powers of two.
  private func opening(row: Int) -> Int {
    var length = 0
    var starts = SIMD4<UInt64>(repeating: .max)
    // Level 0 twice, as the powers of two below 256 come to 255.
    for level in [7, 6, 5, 4, 3, 2, 1, 0, 0] {
      let start = (level * rowCount + row) * Self.rowWordCount
      let longer = starts & ~shifted(start, by: length)
      guard longer != .zero else { continue }
      length += 1 << level
      starts = longer
    }
    return length
  }
}
