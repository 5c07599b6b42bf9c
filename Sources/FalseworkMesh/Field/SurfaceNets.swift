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

  /// A cube that the surface passes.
  private struct Cube {
    let column: Int32
    let row: Int32
    let layer: Int32
    /// The number of its first corner in the grid.
    let index: Int32
    /// Which corners are inside, a bit for each.
    let mask: UInt8
  }

  init(_ grid: VoxelGrid) {
    self.grid = grid
    vertices = [UInt32](repeating: Self.none, count: grid.values.count)
  }

  /// Returns the surface in the coordinates of the grid.
  mutating func extracted() -> TriangleMesh {
    let cubes = passedCubes()
    for cube in cubes { addVertex(cube) }
    for cube in cubes { addFaces(cube) }
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

  /// Repairs corners that only touch, and returns the cubes that the surface passes then.
  private mutating func passedCubes() -> [Cube] {
    var cubes: [Cube] = []
    var isSound = false
    while !isSound {
      isSound = true
      cubes.removeAll(keepingCapacity: true)
      forEachCube { nets, column, row, layer in
        let index = nets.grid.index(column, row, layer)
        let mask = nets.mask(index)
        guard mask != 0, mask != 255 else { return }
        if nets.repairs(index, mask) { isSound = false }
        cubes.append(
          Cube(
            column: Int32(column), row: Int32(row), layer: Int32(layer), index: Int32(index),
            mask: mask))
      }
    }
    return cubes
  }

  /// Moves a corner inside if corners of the cube only touch; returns whether it did.
  private mutating func repairs(_ cube: Int, _ mask: UInt8) -> Bool {
    let candidates = TouchingCorners.outside[Int(mask)]
    guard candidates != 0 else { return false }
    let nearest = (0..<8).filter { candidates >> $0 & 1 == 1 }
      .map { corner(cube, $0) }
      .min { (grid.values[$0], $0) < (grid.values[$1], $1) }
    if let nearest { grid.fill(nearest) }
    return true
  }

  /// Puts a vertex into the middle of where the surface crosses the cube's edges.
  private mutating func addVertex(_ cube: Cube) {
    var sum = Vector3(0, 0, 0)
    var count: Float = 0
    for edge in CubeEdges.all where cube.mask >> edge.low & 1 != cube.mask >> edge.high & 1 {
      let low = grid.values[corner(Int(cube.index), edge.low)]
      let high = grid.values[corner(Int(cube.index), edge.high)]
      // Kept off the corners, so that the vertices of neighbours never meet.
      let share = (low / (low - high)).clamped(0.1, 0.9)
      sum = sum + CubeEdges.place(edge.low).mixed(CubeEdges.place(edge.high), share)
      count += 1
    }
    vertices[Int(cube.index)] = UInt32(mesh.points.count)
    let first = grid.point(Int(cube.column), Int(cube.row), Int(cube.layer))
    mesh.points.append(first + sum * (grid.spacing / count))
  }

  /// Adds the faces across the three edges that start at the cube's first corner.
  private mutating func addFaces(_ cube: Cube) {
    guard cube.column > 0, cube.row > 0, cube.layer > 0 else { return }
    let isInside = cube.mask & 1 == 1
    let (right, up, near) = (1, grid.columns, grid.columns * grid.rows)
    let index = Int(cube.index)
    if (cube.mask >> 1 & 1 == 1) != isInside { addFace(index, up, near, isInside) }
    if (cube.mask >> 2 & 1 == 1) != isInside { addFace(index, near, right, isInside) }
    if (cube.mask >> 4 & 1 == 1) != isInside { addFace(index, right, up, isInside) }
  }

  /// Adds the face between the vertices of four cubes, parted along its shorter diagonal.
  private mutating func addFace(_ cube: Int, _ first: Int, _ second: Int, _ isInside: Bool) {
    let (one, other) = isInside ? (first, second) : (second, first)
    let ring = SIMD4(
      vertices[cube], vertices[cube - one], vertices[cube - first - second],
      vertices[cube - other])
    let across = mesh.points[Int(ring[0])] - mesh.points[Int(ring[2])]
    let along = mesh.points[Int(ring[1])] - mesh.points[Int(ring[3])]
    if across.dot(across) <= along.dot(along) {
      mesh.triangles.append(SIMD3(ring[0], ring[1], ring[2]))
      mesh.triangles.append(SIMD3(ring[0], ring[2], ring[3]))
    } else {
      mesh.triangles.append(SIMD3(ring[1], ring[2], ring[3]))
      mesh.triangles.append(SIMD3(ring[1], ring[3], ring[0]))
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
