// Falsework
// SPDX-License-Identifier: MIT

/// A closed surface around the nodes inside of a voxel grid: one vertex in each cube that the
/// surface passes, four-sided faces across the edges that it crosses.
///
/// Such a surface is a manifold if and only if no cube has a face whose inside corners touch only
/// diagonally, or two lone corners opposite in space (Latecki, 3D well-composed pictures, 1997).
/// Where one has, a corner outside is moved inside; since corners only ever move that way, this
/// ends, and it needs no second try at another fineness.
struct SurfaceNets {
  private var grid: VoxelGrid
  private var mesh = TriangleMesh(points: [], triangles: [])
  private var vertices: [UInt32]

  private static let none = UInt32.max

  init(_ grid: VoxelGrid) {
    self.grid = grid
    vertices = [UInt32](repeating: Self.none, count: grid.values.count)
  }

  /// Returns the surface in the coordinates of the grid.
  mutating func extracted() -> TriangleMesh {
    repairTouchingCorners()
    forEachCube { nets, column, row, layer in nets.addVertex(column, row, layer) }
    forEachCube { nets, column, row, layer in nets.addFaces(column, row, layer) }
    return mesh
  }

  /// The number of faces that the grid would give, quickly.
  static func crossedEdgeCount(of grid: VoxelGrid) -> Int {
    var count = 0
    let strides = [1, grid.columns, grid.columns * grid.rows]
    for index in 0..<grid.values.count - strides[2] - strides[1] - 1 {
      let isInside = grid.values[index] < 0
      for step in strides where (grid.values[index + step] < 0) != isInside { count += 1 }
    }
    return count
  }

  private mutating func forEachCube(_ body: (inout SurfaceNets, Int, Int, Int) -> Void) {
    for brick in grid.bricks {
      let (column, row, layer) = (Int(brick.x), Int(brick.y), Int(brick.z))
      for layer in layer..<min(layer + VoxelGrid.brickSide, grid.layers - 1) {
        for row in row..<min(row + VoxelGrid.brickSide, grid.rows - 1) {
          for column in column..<min(column + VoxelGrid.brickSide, grid.columns - 1) {
            body(&self, column, row, layer)
          }
        }
      }
    }
  }

  /// The corners of a cube: bit 0 is to the right, bit 1 up, bit 2 towards the viewer.
  private func corner(_ cube: Int, _ number: Int) -> Int {
    cube + (number & 1) + (number >> 1 & 1) * grid.columns
      + (number >> 2) * grid.columns * grid.rows
  }

  /// Which corners are inside, a bit for each.
  @inline(__always)
  private func mask(_ cube: Int) -> UInt8 {
    let layer = grid.columns * grid.rows
    let near = SIMD4(cube, cube + 1, cube + grid.columns, cube + grid.columns + 1)
    return grid.values.withUnsafeBufferPointer { values in
      var mask: UInt8 = 0
      for number in 0..<4 {
        mask |= (values[near[number]] < 0 ? 1 : 0) << number
        mask |= (values[near[number] + layer] < 0 ? 16 : 0) << number
      }
      return mask
    }
  }

  private mutating func repairTouchingCorners() {
    var isSound = false
    while !isSound {
      isSound = true
      forEachCube { nets, column, row, layer in
        let cube = nets.grid.index(column, row, layer)
        let candidates = TouchingCorners.outside[Int(nets.mask(cube))]
        guard candidates != 0 else { return }
        isSound = false
        let nearest = (0..<8).filter { candidates >> $0 & 1 == 1 }
          .map { nets.corner(cube, $0) }
          .min { (nets.grid.values[$0], $0) < (nets.grid.values[$1], $1) }
        if let nearest { nets.grid.fill(nearest) }
      }
    }
  }

  /// Puts a vertex into the middle of where the surface crosses the cube's edges.
  private mutating func addVertex(_ column: Int, _ row: Int, _ layer: Int) {
    let cube = grid.index(column, row, layer)
    let mask = mask(cube)
    guard mask != 0, mask != 255 else { return }
    var sum = Vector3(0, 0, 0)
    var count: Float = 0
    for edge in CubeEdges.all where mask >> edge.low & 1 != mask >> edge.high & 1 {
      let low = grid.values[corner(cube, edge.low)]
      let high = grid.values[corner(cube, edge.high)]
      // Kept off the corners, so that the vertices of neighbours never meet.
      let share = (low / (low - high)).clamped(0.1, 0.9)
      sum = sum + CubeEdges.place(edge.low).mixed(CubeEdges.place(edge.high), share)
      count += 1
    }
    vertices[cube] = UInt32(mesh.points.count)
    mesh.points.append(grid.point(column, row, layer) + sum * (grid.spacing / count))
  }

  /// Adds the faces across the three edges that start at the cube's first corner.
  private mutating func addFaces(_ column: Int, _ row: Int, _ layer: Int) {
    guard column > 0, row > 0, layer > 0 else { return }
    let cube = grid.index(column, row, layer)
    let isInside = grid.values[cube] < 0
    let steps = [1, grid.columns, grid.columns * grid.rows]
    for axis in 0..<3 where (grid.values[cube + steps[axis]] < 0) != isInside {
      let (first, second) = (steps[(axis + 1) % 3], steps[(axis + 2) % 3])
      let around = [cube, cube - first, cube - first - second, cube - second].map { vertices[$0] }
      let ring = isInside ? around : [around[3], around[2], around[1], around[0]]
      let across = mesh.points[Int(ring[0])] - mesh.points[Int(ring[2])]
      let other = mesh.points[Int(ring[1])] - mesh.points[Int(ring[3])]
      let turn = across.dot(across) <= other.dot(other) ? 0 : 1
      let quad = (0..<4).map { ring[($0 + turn) % 4] }
      mesh.triangles.append(SIMD3(quad[0], quad[1], quad[2]))
      mesh.triangles.append(SIMD3(quad[0], quad[2], quad[3]))
    }
  }
}

/// The twelve edges of a cube by the numbers of their corners.
private enum CubeEdges {
  static let all: [(low: Int, high: Int)] = (0..<8).flatMap { low in
    [1, 2, 4].filter { low & $0 == 0 }.map { (low, low | $0) }
  }

  static func place(_ corner: Int) -> Vector3 {
    Vector3(Float(corner & 1), Float(corner >> 1 & 1), Float(corner >> 2))
  }
}

/// For each set of inside corners those outside that would mend what touches only at a point or
/// edge; none if nothing does.
private enum TouchingCorners {
  static let outside: [UInt8] = (0..<256).map { mask in
    var candidates: UInt8 = 0
    for axis in [1, 2, 4] {
      let (first, second) = axis == 1 ? (2, 4) : (axis == 2 ? (1, 4) : (1, 2))
      for base in [0, axis] {
        let face = [base, base | first, base | first | second, base | second]
        let inside = face.map { mask >> $0 & 1 == 1 }
        guard inside[0] == inside[2], inside[1] == inside[3], inside[0] != inside[1] else {
          continue
        }
        for (corner, isInside) in zip(face, inside) where !isInside { candidates |= 1 << corner }
      }
    }
    for corner in 0..<4 {
      let pair = 1 << corner | 1 << (7 - corner)
      if mask == pair || mask == 255 - pair { candidates |= UInt8(255 - mask) }
    }
    return candidates
  }
}

extension Vector3 {
  @inline(__always)
  func mixed(_ other: Vector3, _ share: Float) -> Vector3 { self + (other - self) * share }
}
