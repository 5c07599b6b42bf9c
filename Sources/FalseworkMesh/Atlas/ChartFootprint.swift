// Falsework
// SPDX-License-Identifier: MIT

/// The cells of the packing grid that a chart takes up, as one run of cells for each row.
///
/// The runs hold the chart with a margin around it, and whatever the outline's bays hold.
struct ChartFootprint {
  /// The first and the last column of each row.
  let runs: [ClosedRange<Int>]
  /// The row of the longest run.
  let widest: Int
  /// The columns in all.
  let width: Int
  /// The chart's vertices in cells, turned, with the margin to the left of and above all of them.
  let places: [FlatPoint]

  /// Cells are half as high as wide: a chart is rounded up to whole cells, and what is lost so
  /// should not be much.
  static let rowsPerCell = 2

  var cellCount: Int { runs.reduce(0) { $0 + $1.count } }

  init(_ chart: Chart, scale: Float, quarterTurns: Int, margin: Float) {
    let places = Self.turned(chart.places, scale: scale, quarterTurns, margin: margin)
    self.places = places
    let bottom = places.reduce(0) { max($0, $1.y) } + margin
    let right = places.reduce(0) { max($0, $1.x) } + margin
    let rowsPerCell = Float(Self.rowsPerCell)
    let rowCount = Int(bottom * rowsPerCell) + 1
    var lefts = [Float](repeating: .infinity, count: rowCount)
    var rights = [Float](repeating: -.infinity, count: rowCount)
    for side in chart.outline {
      let (from, to) = (places[Int(side.x)], places[Int(side.y)])
      let (upper, lower) = from.y <= to.y ? (from, to) : (to, from)
      let first = max(0, Int((upper.y - margin) * rowsPerCell))
      let last = min(rowCount - 1, Int((lower.y + margin) * rowsPerCell))
      for row in first...last {
        let band = (
          Float(row) / rowsPerCell - margin, Float(row + 1) / rowsPerCell + margin
        )
        let ends = Self.ends(upper, lower, within: band)
        lefts[row] = min(lefts[row], ends.0, ends.1)
        rights[row] = max(rights[row], ends.0, ends.1)
      }
    }
    width = Int(right) + 1
    let runs = zip(lefts, rights).map { left, right in
      guard left <= right else { return 0...0 }
      return max(0, Int(left - margin))...Int(right + margin)
    }
    self.runs = runs
    widest = runs.indices.reduce(0) { runs[$1].count > runs[$0].count ? $1 : $0 }
  }

  private static func turned(
    _ places: [FlatPoint], scale: Float, _ quarterTurns: Int, margin: Float
  ) -> [FlatPoint] {
    var least = FlatPoint(.infinity, .infinity)
    let turned = places.map { place in
      let point =
        switch quarterTurns {
        case 0: place * scale
        case 1: FlatPoint(-place.y, place.x) * scale
        case 2: FlatPoint(-place.x, -place.y) * scale
        default: FlatPoint(place.y, -place.x) * scale
        }
      least = FlatPoint(min(least.x, point.x), min(least.y, point.y))
      return point
    }
    let offset = FlatPoint(margin - least.x, margin - least.y)
    return turned.map { $0 + offset }
  }

  /// Returns the columns where a side enters and leaves a band of rows.
  @inline(__always)
  private static func ends(
    _ upper: FlatPoint, _ lower: FlatPoint, within band: (Float, Float)
  ) -> (Float, Float) {
    let height = lower.y - upper.y
    guard height > 1e-6 else { return (upper.x, lower.x) }
    let slope = (lower.x - upper.x) / height
    let first = upper.x + (max(upper.y, band.0) - upper.y) * slope
    let last = upper.x + (min(lower.y, band.1) - upper.y) * slope
    return (first, last)
  }
}
