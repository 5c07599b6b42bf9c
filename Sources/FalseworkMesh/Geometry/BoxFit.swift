// Falsework
// SPDX-License-Identifier: MIT

/// The way into the box of the finished mesh.
enum BoxFit {
  /// Returns three coordinates for each point, moved so that the box around all of them has its
  /// middle at the origin and a longest side of exactly 1.
  ///
  /// Double arithmetic makes the extreme coordinates come out as ±0.5 exactly.
  static func positions(of points: [Vector3]) -> [Float] {
    let spans = [span(points) { $0.x }, span(points) { $0.y }, span(points) { $0.z }]
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

  private static func span(
    _ points: [Vector3], _ coordinate: (Vector3) -> Float
  ) -> (lower: Double, upper: Double) {
    points.reduce((Double.infinity, -Double.infinity)) { span, point in
      let value = Double(coordinate(point))
      return (min(span.0, value), max(span.1, value))
    }
  }
}
