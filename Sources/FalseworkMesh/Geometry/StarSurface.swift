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

  /// The normals of the vertices, equal where the square's border meets itself.
  func normals() -> [Vector3] {
    let canonical = (0..<grid.vertexCount).map { index in
      UInt32(grid.canonicalIndex(column: index % grid.side, row: index / grid.side))
    }
    let corners = grid.triangleIndices().map { canonical[Int($0)] }
    let triangles = stride(from: 0, to: corners.count, by: 3).map {
      SIMD3(corners[$0], corners[$0 + 1], corners[$0 + 2])
    }
    let normals = TriangleMesh(points: points, triangles: triangles).vertexNormals
    return canonical.map { normals[Int($0)] }
  }
}
