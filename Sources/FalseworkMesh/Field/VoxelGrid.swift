// Falsework
// SPDX-License-Identifier: MIT

/// Distances to a surface at the nodes of a grid of cubes, exact near the surface.
struct VoxelGrid {
  /// The nodes along a side of the bricks that are skipped or evaluated as one.
  static let brickSide = 4

  let origin: Vector3
  let spacing: Float
  let columns: Int
  let rows: Int
  let layers: Int
  private(set) var values: [Float]
  /// The first nodes of the bricks through which the surface may pass.
  private(set) var bricks: [SIMD3<Int32>] = []

  /// Evaluates the solid, with two free nodes on every side.
  init(_ solid: BlendedSolid, spacing: Float) {
    let size = solid.upper - solid.lower
    origin = solid.lower - Vector3.one * (2 * spacing)
    self.spacing = spacing
    columns = Int(size.x / spacing) + 6
    rows = Int(size.y / spacing) + 6
    layers = Int(size.z / spacing) + 6
    values = [Float](repeating: .greatestFiniteMagnitude, count: columns * rows * layers)
    var neighbours: [BlendedSolid.Neighbour] = []
    for layer in stride(from: 0, to: layers, by: Self.brickSide) {
      for row in stride(from: 0, to: rows, by: Self.brickSide) {
        for column in stride(from: 0, to: columns, by: Self.brickSide) {
          let brick = SIMD3(Int32(column), Int32(row), Int32(layer))
          fill(brick, solid, &neighbours)
        }
      }
    }
    sealBorder()
  }

  func index(_ column: Int, _ row: Int, _ layer: Int) -> Int {
    (layer * rows + row) * columns + column
  }

  func point(_ column: Int, _ row: Int, _ layer: Int) -> Vector3 {
    origin + Vector3(Float(column), Float(row), Float(layer)) * spacing
  }

  /// Moves a node to just inside.
  mutating func fill(_ index: Int) { values[index] = -0.05 * spacing }

  private mutating func fill(
    _ brick: SIMD3<Int32>, _ solid: BlendedSolid, _ neighbours: inout [BlendedSolid.Neighbour]
  ) {
    let (column, row, layer) = (Int(brick.x), Int(brick.y), Int(brick.z))
    let half = Float(Self.brickSide - 1) / 2 * spacing
    let middle = solid.distance(
      point(column, row, layer) + Vector3.one * half, reach: 1.74 * half, neighbours: &neighbours)
    // Half a brick's diagonal, two more cells, and a fifth for inexact distances.
    let isNear = abs(middle) < spacing * (0.87 * Float(Self.brickSide) + 2) * 1.2
    if isNear { bricks.append(brick) }
    let columnEnd = min(column + Self.brickSide, columns)
    for layer in layer..<min(layer + Self.brickSide, layers) {
      for row in row..<min(row + Self.brickSide, rows) {
        let distances =
          isNear
          ? BlendedSolid.distances(points(column, row, layer), from: neighbours)
          : SIMD4(repeating: middle)
        let first = index(column, row, layer)
        for step in 0..<columnEnd - column { values[first + step] = distances[step] }
      }
    }
  }

  /// The first node of a brick's row and the three to its right.
  private func points(_ column: Int, _ row: Int, _ layer: Int) -> PointRow {
    let first = point(column, row, layer)
    return PointRow(x: first.x + SIMD4(0, 1, 2, 3) * spacing, y: first.y, z: first.z)
  }

  /// Puts the outermost nodes outside, whatever the solid says, so that the surface closes.
  private mutating func sealBorder() {
    for layer in 0..<layers {
      for row in 0..<rows {
        let isOutermost = layer == 0 || row == 0 || layer == layers - 1 || row == rows - 1
        for column in stride(from: 0, to: columns, by: isOutermost ? 1 : columns - 1) {
          let index = index(column, row, layer)
          values[index] = max(values[index], spacing * 0.05)
        }
      }
    }
  }
}
