// Falsework
// SPDX-License-Identifier: MIT

/// The smallest box around points that lies along the axes.
struct PointBox {
  /// The least and the greatest coordinates; nil without points.
  private(set) var lower: Vector3?
  private(set) var upper: Vector3?

  /// Adds points of three coordinates each.
  mutating func add(_ coordinates: [Float]) {
    for start in stride(from: 0, to: coordinates.count, by: 3) {
      add(Vector3(coordinates[start], coordinates[start + 1], coordinates[start + 2]))
    }
  }

  mutating func add(_ point: Vector3) {
    let (low, high) = (lower ?? point, upper ?? point)
    lower = Vector3(min(low.x, point.x), min(low.y, point.y), min(low.z, point.z))
    upper = Vector3(max(high.x, point.x), max(high.y, point.y), max(high.z, point.z))
  }

  /// The eight corners; none without points.
  var corners: [Vector3] {
    guard let lower, let upper else { return [] }
    return (0..<8).map { corner in
      Vector3(
        corner & 1 == 0 ? lower.x : upper.x, corner & 2 == 0 ? lower.y : upper.y,
        corner & 4 == 0 ? lower.z : upper.z)
    }
  }
}
