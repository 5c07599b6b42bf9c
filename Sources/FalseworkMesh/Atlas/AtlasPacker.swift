// Falsework
// SPDX-License-Identifier: MIT

/// Finds the greatest common scale at which charts fit beside each other into a square.
enum AtlasPacker {
  /// Charts beside each other, in cells from the square's top left.
  struct Packing {
    /// For each chart, in their order.
    let places: [[FlatPoint]]
    let side: Int
  }

  /// The free cells around a chart on each side: half of the gap between two charts.
  private static let margin: Float = 0.25
  /// The share of cells that charts with their margins could at best take up.
  private static let fillMax: Float = 0.93
  private static let shrinkage: Float = 0.99
  private static let attemptCountMax = 120

  /// Returns where the charts lie; with a side beyond 256 cells all textures share one packing.
  static func pack(_ charts: [Chart], textureSize: Int) -> Packing {
    let side = min(textureSize, PackingGrid.sideMax)
    let order = charts.indices.sorted { first, second in
      let (left, right) = (extent(charts[first]), extent(charts[second]))
      return left == right ? first < second : left > right
    }
    var scale = firstScale(charts, side: side)
    for _ in 0..<attemptCountMax {
      if let places = places(of: charts, in: order, scale: scale, side: side) {
        return Packing(places: places, side: side)
      }
      scale *= shrinkage
    }
    return pack(charts, textureSize: side * 2)
  }

  private static func extent(_ chart: Chart) -> Float {
    chart.places.reduce(0) { max($0, $1.x, $1.y) }
  }

  /// The scale at which all charts with their margins have nearly as many cells as the square.
  private static func firstScale(_ charts: [Chart], side: Int) -> Float {
    let room = fillMax * Float(side * side)
    var scale: Float = 0
    for chart in charts {
      let box = chart.places.reduce(FlatPoint(0, 0)) { FlatPoint(max($0.x, $1.x), max($0.y, $1.y)) }
      scale += box.x * box.y
    }
    scale = (room / max(scale, .leastNormalMagnitude)).squareRoot()
    for _ in 0..<4 {
      let count = charts.reduce(0) {
        $0 + ChartFootprint($1, scale: scale, quarterTurns: 0, margin: margin).cellCount
      }
      scale *= (room / Float(max(1, count))).squareRoot()
    }
    return scale
  }

  private static func places(
    of charts: [Chart], in order: [Int], scale: Float, side: Int
  ) -> [[FlatPoint]]? {
    let grid = PackingGrid(side: side)
    var places = charts.map { _ in [FlatPoint]() }
    for index in order {
      guard let (footprint, column, row) = best(charts[index], scale: scale, grid) else {
        return nil
      }
      grid.take(footprint, column: column, row: row)
      let offset = FlatPoint(Float(column), Float(row))
      places[index] = footprint.places.map { $0 + offset }
    }
    return places
  }

  /// Returns the way of putting a chart that ends highest.
  private static func best(
    _ chart: Chart, scale: Float, _ grid: borrowing PackingGrid
  ) -> (ChartFootprint, column: Int, row: Int)? {
    var best: (ChartFootprint, column: Int, row: Int)?
    var lowest = grid.side
    for quarterTurns in 0..<4 {
      let footprint = ChartFootprint(
        chart, scale: scale, quarterTurns: quarterTurns, margin: margin)
      let height = footprint.runs.count
      guard let room = grid.room(for: footprint, below: lowest - height) else { continue }
      guard best == nil || room.row + height < lowest else { continue }
      best = (footprint, room.column, room.row)
      lowest = room.row + height
    }
    return best
  }
}
