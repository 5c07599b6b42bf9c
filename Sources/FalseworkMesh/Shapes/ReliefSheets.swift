// Falsework
// SPDX-License-Identifier: MIT

/// Two sheets over an outline, sewn together along it.
///
/// Theory of operation: marching squares cut the nodes' grid along the outline; each cell of the
/// inside becomes triangles of a front sheet and of a back sheet. Outline points lie on grid edges,
/// one on each edge that the outline crosses, belong to both sheets and bound each sheet once.
/// Every edge inside a cell ends at a node, and a node's front and back are different vertices; so
/// every edge joins exactly two triangles, whatever the outline: no repair is ever needed.
struct ReliefSheets {
  /// The depth of the two sheets at each node; the front above zero, the back below.
  let front: [Float]
  let back: [Float]
  let coverage: ScalarPlane
  let level: Float

  /// Returns the closed surface in units of the grid's step: x to the right, y up, from the first
  /// node; depths are taken as they are.
  func mesh() -> TriangleMesh {
    var seam = SheetSeam(sheets: self)
    let (columns, rows) = (coverage.width, coverage.height)
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 { seam.sewCell(column: column, row: row) }
    }
    return TriangleMesh(points: seam.points, triangles: seam.triangles)
  }
}

/// The growing surface.
private struct SheetSeam {
  private(set) var points: [Vector3] = []
  private(set) var triangles: [SIMD3<UInt32>] = []
  private let sheets: ReliefSheets
  private let columns: Int
  private var frontVertices: [UInt32]
  private var backVertices: [UInt32]
  /// The outline points to the right of and below each node.
  private var rightVertices: [UInt32]
  private var lowerVertices: [UInt32]

  private static let none = UInt32.max

  /// A corner of a cut cell; a point of the outline is the same in front and behind.
  private typealias Corner = (front: UInt32, back: UInt32)

  init(sheets: ReliefSheets) {
    self.sheets = sheets
    columns = sheets.coverage.width
    frontVertices = [UInt32](repeating: Self.none, count: sheets.coverage.values.count)
    backVertices = frontVertices
    rightVertices = frontVertices
    lowerVertices = frontVertices
  }

  private func isInside(_ node: Int) -> Bool { sheets.coverage.values[node] > sheets.level }

  mutating func sewCell(column: Int, row: Int) {
    let topLeft = row * columns + column
    // Counter-clockwise from the top left.
    let nodes = SIMD4(topLeft, topLeft + columns, topLeft + columns + 1, topLeft + 1)
    let inside =
      SIMD4<Float>(
        sheets.coverage.values[nodes.x], sheets.coverage.values[nodes.y],
        sheets.coverage.values[nodes.z], sheets.coverage.values[nodes.w]) .> sheets.level
    guard any(inside) else { return }
    if all(inside) { return sewWhole(nodes) }
    let count = (0..<4).reduce(0) { inside[$1] ? $0 + 1 : $0 }
    guard count == 2, inside[0] == inside[2] else { return sewCut(nodes, inside, count: count) }
    // Corners that touch across a cell stay apart, as the parts of the outline are counted.
    for corner in 0..<4 where inside[corner] { sewCorner(nodes, corner) }
  }

  /// Cuts a cell of the inside along its flatter diagonal.
  private mutating func sewWhole(_ nodes: SIMD4<Int>) {
    let topLeft = vertex(of: nodes.x)
    let bottomLeft = vertex(of: nodes.y)
    let bottomRight = vertex(of: nodes.z)
    let topRight = vertex(of: nodes.w)
    let falling = sheets.front[nodes.x] - sheets.front[nodes.z]
    let rising = sheets.front[nodes.y] - sheets.front[nodes.w]
    if abs(falling) <= abs(rising) {
      sew(topLeft, bottomLeft, bottomRight)
      sew(topLeft, bottomRight, topRight)
    } else {
      sew(bottomLeft, bottomRight, topRight)
      sew(bottomLeft, topRight, topLeft)
    }
  }

  private mutating func sewCorner(_ nodes: SIMD4<Int>, _ corner: Int) {
    sew(
      vertex(of: nodes[corner]), outline(nodes, edge: corner),
      outline(nodes, edge: (corner + 3) % 4)
    )
  }

  /// Fans out from a node, so that each edge across the cell ends at a node.
  private mutating func sewCut(
    _ nodes: SIMD4<Int>, _ inside: SIMDMask<SIMD4<Int32>>, count: Int
  ) {
    let outside = (0..<4).first { !inside[$0] } ?? 0
    let first = (0..<4).first { inside[$0] && !inside[($0 + 3) % 4] } ?? 0
    let hub = count == 3 ? (outside + 2) % 4 : first
    var ring: [Corner] = []
    for step in 0..<4 {
      let corner = (hub + step) % 4
      if inside[corner] { ring.append(vertex(of: nodes[corner])) }
      if inside[corner] != inside[(corner + 1) % 4] { ring.append(outline(nodes, edge: corner)) }
    }
    for index in 2..<ring.count { sew(ring[0], ring[index - 1], ring[index]) }
  }

  private mutating func sew(_ first: Corner, _ second: Corner, _ third: Corner) {
    triangles.append(SIMD3(first.front, second.front, third.front))
    triangles.append(SIMD3(first.back, third.back, second.back))
  }

  private mutating func vertex(of node: Int) -> Corner {
    if frontVertices[node] == Self.none {
      let x = Float(node % columns)
      let y = -Float(node / columns)
      frontVertices[node] = add(Vector3(x, y, sheets.front[node]))
      backVertices[node] = add(Vector3(x, y, sheets.back[node]))
    }
    return (frontVertices[node], backVertices[node])
  }

  /// The point of the outline between a corner and the next.
  private mutating func outline(_ nodes: SIMD4<Int>, edge: Int) -> Corner {
    let (near, far) = (nodes[edge], nodes[(edge + 1) % 4])
    let isUpright = edge.isMultiple(of: 2)
    let slot = min(near, far)
    let known = isUpright ? lowerVertices[slot] : rightVertices[slot]
    guard known == Self.none else { return (known, known) }
    let (inside, outside) = isInside(near) ? (near, far) : (far, near)
    let values = sheets.coverage.values
    let share = Inflation.share(
      inside: values[inside], outside: values[outside], level: sheets.level)
    let x = Float(inside % columns).mixed(Float(outside % columns), share)
    let y = Float(inside / columns).mixed(Float(outside / columns), share)
    let point = add(Vector3(x, -y, 0))
    if isUpright { lowerVertices[slot] = point } else { rightVertices[slot] = point }
    return (point, point)
  }

  private mutating func add(_ point: Vector3) -> UInt32 {
    points.append(point)
    return UInt32(points.count - 1)
  }
}
