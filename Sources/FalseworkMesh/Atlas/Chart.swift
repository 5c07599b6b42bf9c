// Falsework
// SPDX-License-Identifier: MIT

/// A connected part of a surface laid flat.
struct Chart {
  /// The triangles as numbers of the surface's.
  var triangles: [Int32]
  /// The vertices as numbers of the surface's, each once.
  var vertices: [Int32]
  /// Where each vertex lies on the plane, in the surface's unit of length.
  var places: [FlatPoint]
  /// Three numbers of `vertices` for each triangle.
  var corners: [SIMD3<Int32>]
  /// The sides that no two triangles of the chart share, as numbers of `vertices`.
  var outline: [SIMD2<Int32>]

  /// The directions tried for the box: (1−t²)/(1+t²) and 2t/(1+t²) for t from 0 to 1 make a right
  /// angle without sines.
  private static let turns: [FlatPoint] = (0..<18).map { step in
    let t = Float(step) / 18
    return FlatPoint((1 - t * t) / (1 + t * t), 2 * t / (1 + t * t))
  }

  /// Turns the chart so that an upright box around it is small, and moves that box to the origin.
  mutating func fitToBox() {
    var least = Float.infinity
    var best = places
    for turn in Self.turns {
      let (turned, area) = turnedOutline(by: turn)
      guard area < least else { continue }
      least = area
      best = turned
    }
    places = best
  }

  private func turnedOutline(by turn: FlatPoint) -> (places: [FlatPoint], area: Float) {
    var lower = FlatPoint(.infinity, .infinity)
    var upper = FlatPoint(-.infinity, -.infinity)
    var turned: [FlatPoint] = []
    turned.reserveCapacity(places.count)
    for place in places {
      let point = FlatPoint(
        place.x * turn.x - place.y * turn.y, place.x * turn.y + place.y * turn.x)
      lower = FlatPoint(min(lower.x, point.x), min(lower.y, point.y))
      upper = FlatPoint(max(upper.x, point.x), max(upper.y, point.y))
      turned.append(point)
    }
    for index in turned.indices { turned[index] = turned[index] - lower }
    return (turned, (upper.x - lower.x) * (upper.y - lower.y))
  }

  /// The share of the box that the triangles fill, once the chart was fitted to it.
  var boxShare: Float {
    let doubled = corners.reduce(0) { sum, corners in
      let (first, second) = (places[Int(corners.x)], places[Int(corners.y)])
      return sum + abs(places[Int(corners.z)].side(from: first, to: second))
    }
    return Float(doubled / 2) / max(box.x * box.y, .leastNormalMagnitude)
  }

  /// The far corner of the box around a chart that was fitted to it.
  var box: FlatPoint {
    places.reduce(FlatPoint(0, 0)) { FlatPoint(max($0.x, $1.x), max($0.y, $1.y)) }
  }
}

extension Chart {
  /// Whether the chart may lie partly on itself.
  ///
  /// No triangle is turned over, so that needs a place where two sides of the outline cross, or a
  /// vertex of the outline with more than a full turn of triangles around it.
  var liesOnItself: Bool {
    var ends = places.map { _ in SIMD2<Int32>(-1, -1) }
    for side in outline {
      // Where the outline passes twice, the two ways may cross.
      guard ends[Int(side.x)].x < 0 else { return true }
      ends[Int(side.x)].x = side.y
      ends[Int(side.y)].y = side.x
    }
    return corners.contains { turnsOver($0, ends) } || hasCrossing
  }

  /// Returns whether a side of the outline that starts or ends at a corner of a triangle runs into
  /// that triangle.
  private func turnsOver(_ corners: SIMD3<Int32>, _ ends: [SIMD2<Int32>]) -> Bool {
    (0..<3).contains { index in
      let (corner, right) = (corners[index], corners[(index + 1) % 3])
      let left = corners[(index + 2) % 3]
      let (start, along) = (places[Int(corner)], ends[Int(corner)])
      return [along.x, along.y].contains { end in
        guard end >= 0, end != left, end != right else { return false }
        let place = places[Int(end)]
        return place.side(from: start, to: places[Int(right)]) >= 0
          && places[Int(left)].side(from: start, to: place) >= 0
      }
    }
  }

  private var hasCrossing: Bool {
    for (index, first) in outline.enumerated() {
      let (from, to) = (places[Int(first.x)], places[Int(first.y)])
      let (left, right) = (min(from.x, to.x), max(from.x, to.x))
      let (top, bottom) = (min(from.y, to.y), max(from.y, to.y))
      for second in outline[(index + 1)...] {
        let (start, end) = (places[Int(second.x)], places[Int(second.y)])
        guard max(start.x, end.x) >= left, min(start.x, end.x) <= right,
          max(start.y, end.y) >= top, min(start.y, end.y) <= bottom,
          first.x != second.x, first.x != second.y, first.y != second.x, first.y != second.y
        else { continue }
        let (sideA, sideB) = (start.side(from: from, to: to), end.side(from: from, to: to))
        let (sideC, sideD) = (from.side(from: start, to: end), to.side(from: start, to: end))
        if sideA * sideB <= 0, sideC * sideD <= 0 { return true }
      }
    }
    return false
  }
}
