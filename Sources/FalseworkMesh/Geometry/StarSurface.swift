// Falsework
// SPDX-License-Identifier: MIT

/// The vertices of a star mesh: where they lie, and how deep in a crease.
struct StarSurface: Sendable {
  let grid: OctahedralGrid
  /// The points around the star's own middle, before fitting; what textures are painted on.
  let points: [Vector3]
  /// How far each vertex lies below its surroundings, about −1…1.
  let creases: [Float]

  init<Form: StarForm>(form: Form, grid: OctahedralGrid) {
    self.grid = grid
    var points: [Vector3] = []
    var radii: [Float] = []
    points.reserveCapacity(grid.vertexCount)
    radii.reserveCapacity(grid.vertexCount)
    for row in 0..<grid.side {
      for column in 0..<grid.side {
        let canonical = grid.canonicalIndex(column: column, row: row)
        if canonical < points.count {
          points.append(points[canonical])
          radii.append(radii[canonical])
          continue
        }
        let direction = grid.direction(column: column, row: row)
        let radius = form.radius(direction)
        points.append(direction * radius)
        radii.append(radius)
      }
    }
    self.points = points
    creases = CreaseMap(grid: grid, radii: radii).depths
  }

  /// The positions moved to the middle of their box and scaled to a longest side of exactly 1.
  ///
  /// Double arithmetic makes the extreme coordinates come out as ±0.5 exactly.
  func fittedPositions() -> [Float] {
    let spans = [span { $0.x }, span { $0.y }, span { $0.z }]
    let longest = spans.reduce(0) { max($0, $1.upper - $1.lower) }
    let middles = spans.map { ($0.lower + $0.upper) / 2 }
    var positions: [Float] = []
    positions.reserveCapacity(points.count * 3)
    for point in points {
      positions.append(Float((Double(point.x) - middles[0]) / longest))
      positions.append(Float((Double(point.y) - middles[1]) / longest))
      positions.append(Float((Double(point.z) - middles[2]) / longest))
    }
    return positions
  }

  private func span(_ coordinate: (Vector3) -> Float) -> (lower: Double, upper: Double) {
    points.reduce((Double.infinity, -Double.infinity)) { span, point in
      let value = Double(coordinate(point))
      return (min(span.0, value), max(span.1, value))
    }
  }
}
