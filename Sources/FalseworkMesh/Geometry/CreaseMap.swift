// Falsework
// SPDX-License-Identifier: MIT

/// A cheap stand-in for ambient occlusion: the smoothed radius less the radius itself.
///
/// Smoothing runs over the folded grid with growing strides, so that both fine grooves and the
/// wide hollows between limbs count.
struct CreaseMap {
  /// One number for each vertex, positive inside hollows.
  let depths: [Float]

  init(grid: OctahedralGrid, radii: [Float]) {
    var smooth = radii
    var depths = [Float](repeating: 0, count: radii.count)
    for pass in 0..<4 {
      let stride = min(1 << pass, max(1, grid.halfCells / 6))
      smooth = Self.smoothed(smooth, grid: grid, stride: stride)
      for index in depths.indices {
        depths[index] += (smooth[index] - radii[index]) / radii[index]
      }
    }
    self.depths = depths.map { ($0 * 2.5).clamped(-1, 1) }
  }

  private static func smoothed(_ heights: [Float], grid: OctahedralGrid, stride: Int) -> [Float] {
    var result: [Float] = []
    result.reserveCapacity(heights.count)
    for row in 0..<grid.side {
      for column in 0..<grid.side {
        var sum = heights[grid.index(column: column, row: row)] * 2
        sum += heights[folded(column - stride, row, grid)]
        sum += heights[folded(column + stride, row, grid)]
        sum += heights[folded(column, row - stride, grid)]
        sum += heights[folded(column, row + stride, grid)]
        result.append(sum / 6)
      }
    }
    return result
  }

  /// The index of a place up to one half beyond the border, found on the other side of the fold.
  private static func folded(_ column: Int, _ row: Int, _ grid: OctahedralGrid) -> Int {
    let last = grid.side - 1
    if column < 0 { return grid.index(column: -column, row: last - row) }
    if column > last { return grid.index(column: 2 * last - column, row: last - row) }
    if row < 0 { return grid.index(column: last - column, row: -row) }
    if row > last { return grid.index(column: last - column, row: 2 * last - row) }
    return grid.index(column: column, row: row)
  }
}
