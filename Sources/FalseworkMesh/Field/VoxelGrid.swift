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
    for layer in stride(from: 0, to: layers, by: Self.brickSide) {
      for row in stride(from: 0, to: rows, by: Self.brickSide) {
        for column in stride(from: 0, to: columns, by: Self.brickSide) {
          fillBrick(solid, SIMD3(Int32(column), Int32(row), Int32(layer)))
        }
      }
    }
  }

  func index(_ column: Int, _ row: Int, _ layer: Int) -> Int {
    (layer * rows + row) * columns + column
  }

  func point(_ column: Int, _ row: Int, _ layer: Int) -> Vector3 {
    origin + Vector3(Float(column), Float(row), Float(layer)) * spacing
  }

  /// Moves a node to just inside.
  mutating func fill(_ index: Int) { values[index] = -0.05 * spacing }

  private mutating func fillBrick(_ solid: BlendedSolid, _ brick: SIMD3<Int32>) {
    let (column, row, layer) = (Int(brick.x), Int(brick.y), Int(brick.z))
    let half = Float(Self.brickSide - 1) / 2 * spacing
    let middle = solid.distance(point(column, row, layer) + Vector3.one * half)
    // Half a brick's diagonal, two more cells, and a fifth for inexact distances.
    let isNear = abs(middle) < spacing * (0.87 * Float(Self.brickSide) + 2) * 1.2
    if isNear { bricks.append(brick) }
    for layer in layer..<min(layer + Self.brickSide, layers) {
      for row in row..<min(row + Self.brickSide, rows) {
        for column in column..<min(column + Self.brickSide, columns) {
          values[index(column, row, layer)] =
            isNear ? solid.distance(point(column, row, layer)) : middle
        }
      }
    }
    sealBorder(brick)
  }

  /// Puts the outermost nodes outside, whatever the solid says, so that the surface closes.
  private mutating func sealBorder(_ brick: SIMD3<Int32>) {
    let first = (Int(brick.x), Int(brick.y), Int(brick.z))
    for layer in first.2..<min(first.2 + Self.brickSide, layers) {
      for row in first.1..<min(first.1 + Self.brickSide, rows) {
        for column in first.0..<min(first.0 + Self.brickSide, columns)
        where column == 0 || row == 0 || layer == 0 || column == columns - 1 || row == rows - 1
          || layer == layers - 1
        {
          let index = index(column, row, layer)
          values[index] = max(values[index], spacing * 0.05)
        }
      }
    }
  }
}
