// Falsework
// SPDX-License-Identifier: MIT

/// A square grid of vertices folded over an octahedron, the topology of every star mesh.
///
/// The middle of the square faces the viewer, the four corners meet behind, and each side of the
/// square is closed onto itself by a fold at its midpoint:
///
///     ┌───·───┐   a border vertex equals the one mirrored at the side's midpoint,
///     │  ╱ ╲  │   the slanted lines are the octahedron's rim;
///     · ╱ + ╲ ·   + is the front (+z), the corners are the back (−z)
///     │ ╲   ╱ │
///     │  ╲ ╱  │
///     └───·───┘
///
/// With n cells from the middle to a side: (2n+1)² vertices, 4n²+2 distinct, 8n² faces.
struct OctahedralGrid: Sendable {
  /// The cells from the middle to a side.
  let halfCells: Int

  var side: Int { 2 * halfCells + 1 }
  var vertexCount: Int { side * side }
  var weldedVertexCount: Int { 4 * halfCells * halfCells + 2 }
  var faceCount: Int { 8 * halfCells * halfCells }

  func index(column: Int, row: Int) -> Int { row * side + column }

  /// The index of the vertex that stands for all vertices at the same point of the octahedron.
  ///
  /// Border vertices are copied from it, so that no rounding can ever open the mesh.
  func canonicalIndex(column: Int, row: Int) -> Int {
    let last = side - 1
    let row = column == 0 || column == last ? min(row, last - row) : row
    let column = row == 0 || row == last ? min(column, last - column) : column
    return index(column: column, row: row)
  }

  /// The unit vector from the middle of the octahedron through a vertex.
  func direction(column: Int, row: Int) -> Vector3 {
    let across = column - halfCells
    let up = halfCells - row
    let towards = halfCells - abs(across) - abs(up)
    guard towards < 0 else { return spread(across, up, towards) }
    return spread(
      across.signum() * (halfCells - abs(up)), up.signum() * (halfCells - abs(across)), towards)
  }

  /// Evens out the triangles: plain projection would make them nine times larger in mid-face.
  private func spread(_ x: Int, _ y: Int, _ z: Int) -> Vector3 {
    func eased(_ coordinate: Int) -> Float {
      let step = Float(coordinate) / Float(halfCells)
      let square = step * step
      // The first terms of sin(πt/2), adjusted to reach 1; libm would differ between machines.
      return step * (1.570_796 - square * (0.645_23 - square * 0.074_434))
    }
    return Vector3(eased(x), eased(y), eased(z)).normalized
  }

  /// Every triangle counter-clockwise from outside, as indices of three vertices each.
  ///
  /// A cell is cut along the diagonal parallel to the rim in its quarter, so the rim is an edge.
  func triangleIndices() -> [UInt32] {
    var indices: [UInt32] = []
    indices.reserveCapacity(faceCount * 3)
    for row in 0..<side - 1 {
      for column in 0..<side - 1 {
        let topLeft = UInt32(index(column: column, row: row))
        let topRight = topLeft + 1
        let bottomLeft = topLeft + UInt32(side)
        let bottomRight = bottomLeft + 1
        if (column >= halfCells) == (row < halfCells) {
          indices += [topLeft, bottomLeft, bottomRight, topLeft, bottomRight, topRight]
        } else {
          indices += [topLeft, bottomLeft, topRight, topRight, bottomLeft, bottomRight]
        }
      }
    }
    return indices
  }
}
