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

  /// The shares of cells between which the greatest is sought that charts can take up together:
  /// nearly all surfaces end between them.
  private static let fillBounds: (Float, Float) = (0.7, 0.9)
  private static let roundCount = 4

  /// Returns where the charts lie; textures of 512 texels and more share one packing.
  static func pack(_ charts: [Chart], textureSize: Int) -> Packing {
    let side = min(textureSize, PackingGrid.sideMax)
    let margin = margin(textureSize: textureSize)
    let areas = charts.map { $0.box.x * $0.box.y }
    let order = charts.indices.sorted { (areas[$1], $0) < (areas[$0], $1) }
    let fullScale = scaleToFill(charts, side: side, margin: margin)
    var (low, high) = fillBounds
    var best: Packing?
    for _ in 0..<roundCount {
      let fill = (low + high) / 2
      let scale = fullScale * fill.squareRoot()
      if let places = places(of: charts, in: order, scale: scale, margin, side: side) {
        best = Packing(places: places, side: side)
        low = fill
      } else {
        high = fill
      }
    }
    while best == nil, low > 1e-6 {
      let scale = fullScale * low.squareRoot()
      best = places(of: charts, in: order, scale: scale, margin, side: side)
        .map { Packing(places: $0, side: side) }
      low *= 0.9
    }
    if let best { return best }
    // So many charts are more than small textures have texels for; cells may be smaller then.
    precondition(side < PackingGrid.sideMax, "a surface of that many charts cannot be packed")
    return pack(charts, textureSize: 2 * side)
  }

  /// The free cells around a chart on each side.
  ///
  /// Half a texel is what keeps a bilinear filter from reading beyond the chart's own cells; from
  /// 512 texels on a cell has two and more.
  private static func margin(textureSize: Int) -> Float {
    textureSize >= 2 * PackingGrid.sideMax ? 0.25 : 0.5
  }

  /// Returns the scale at which all charts with their margins have as many cells as the square.
  private static func scaleToFill(_ charts: [Chart], side: Int, margin: Float) -> Float {
    let room = Float(side * side)
    let area = charts.reduce(Float(0)) { $0 + $1.box.x * $1.box.y }
    let cellCount = room * Float(ChartFootprint.rowsPerCell)
    var scale = (room / max(area, .leastNormalMagnitude)).squareRoot()
    for _ in 0..<4 {
      let count = charts.reduce(0) {
        $0 + ChartFootprint($1, scale: scale, quarterTurns: 0, margin: margin).cellCount
      }
      scale *= (cellCount / Float(max(1, count))).squareRoot()
    }
    return scale
  }

  private static func places(
    of charts: [Chart], in order: [Int], scale: Float, _ margin: Float, side: Int
  ) -> [[FlatPoint]]? {
    let grid = PackingGrid(side: side)
    var places = charts.map { _ in [FlatPoint]() }
    for index in order {
      guard let (footprint, column, row) = best(charts[index], scale: scale, margin, grid) else {
        return nil
      }
      grid.take(footprint, column: column, row: row)
      let offset = FlatPoint(Float(column), Float(row) / Float(ChartFootprint.rowsPerCell))
      places[index] = footprint.places.map { $0 + offset }
    }
    return places
  }

  /// Returns the way of putting a chart that ends highest.
  private static func best(
    _ chart: Chart, scale: Float, _ margin: Float, _ grid: borrowing PackingGrid
  ) -> (ChartFootprint, column: Int, row: Int)? {
    var best: (ChartFootprint, column: Int, row: Int)?
    var lowest = grid.rowCount
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
