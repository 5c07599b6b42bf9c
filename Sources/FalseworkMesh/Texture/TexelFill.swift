// Falsework
// SPDX-License-Identifier: MIT

/// Fills texels that show nothing with what surrounds them.
///
/// Pull and push: averages of what there is, over squares of 2, 4, 8 … texels, are mixed back into
/// the gaps from the largest square down. Close to a chart that gives its own colours, far away a
/// smooth passage between all charts around, as if painted over.
struct TexelFill: ~Copyable {
  /// Where a level's squares begin, and how many there are along its side.
  private struct Level {
    let start: Int
    let side: Int
  }

  private let levels: [Level]
  /// The averages; the last lane is 1 where there was something to average, otherwise 0.
  private let squares: FlatArray<SIMD4<Float>>

  static func fill(_ texels: borrowing FlatArray<UInt8>, owners: borrowing TexelOwners) {
    let fill = TexelFill(side: owners.side)
    fill.pullTexels(texels, owners)
    for level in fill.levels.indices.dropFirst() { fill.pull(level) }
    for level in fill.levels.indices.dropLast().reversed() { fill.push(level) }
    fill.pushTexels(texels, owners)
  }

  private init(side: Int) {
    var levels: [Level] = []
    var (start, side) = (0, side)
    while side > 1 {
      side = (side + 1) / 2
      levels.append(Level(start: start, side: side))
      start += side * side
    }
    self.levels = levels
    squares = FlatArray(repeating: SIMD4(), count: start)
  }

  private func pullTexels(
    _ texels: borrowing FlatArray<UInt8>, _ owners: borrowing TexelOwners
  ) {
    let side = owners.side
    for row in 0..<side {
      let start = row / 2 * levels[0].side
      for column in 0..<side {
        let texel = row * side + column
        guard !owners.isFree(texel) else { continue }
        let square = start + column / 2
        squares[square] += SIMD4(
          Float(texels[3 * texel]), Float(texels[3 * texel + 1]), Float(texels[3 * texel + 2]), 1)
      }
    }
    average(levels[0])
  }

  private func pull(_ number: Int) {
    let (finer, level) = (levels[number - 1], levels[number])
    for row in 0..<finer.side {
      let start = level.start + row / 2 * level.side
      for column in 0..<finer.side {
        squares[start + column / 2] += squares[finer.start + row * finer.side + column]
      }
    }
    average(level)
  }

  private func average(_ level: Level) {
    for square in level.start..<level.start + level.side * level.side
    where squares[square].w > 0 {
      squares[square] *= 1 / squares[square].w
    }
  }

  private func push(_ number: Int) {
    let level = levels[number]
    for row in 0..<level.side {
      for column in 0..<level.side {
        let square = level.start + row * level.side + column
        if squares[square].w == 0 { squares[square] = mixed(column, row, levels[number + 1]) }
      }
    }
  }

  private func pushTexels(
    _ texels: borrowing FlatArray<UInt8>, _ owners: borrowing TexelOwners
  ) {
    for row in 0..<owners.side {
      for column in 0..<owners.side {
        let texel = row * owners.side + column
        guard owners.isFree(texel) else { continue }
        let colour = mixed(column, row, levels[0])
        for channel in 0..<3 {
          texels[3 * texel + channel] = UInt8((colour[channel] + 0.5).clamped(0, 255))
        }
      }
    }
  }

  /// Returns what a coarser level has at the middle of a square of the level below it.
  @inline(__always)
  private func mixed(_ column: Int, _ row: Int, _ level: Level) -> SIMD4<Float> {
    let (near, beside) = Self.neighbours(column, level.side)
    let (nearRow, besideRow) = Self.neighbours(row, level.side)
    let (first, second) = (
      level.start + nearRow * level.side, level.start + besideRow * level.side
    )
    let upper = squares[first + near] * 3 + squares[first + beside]
    let lower = squares[second + near] * 3 + squares[second + beside]
    return (upper * 3 + lower) * (1 / 16)
  }

  @inline(__always)
  private static func neighbours(_ place: Int, _ side: Int) -> (near: Int, beside: Int) {
    let near = place / 2
    return (near, min(max(place & 1 == 0 ? near - 1 : near + 1, 0), side - 1))
  }
}
