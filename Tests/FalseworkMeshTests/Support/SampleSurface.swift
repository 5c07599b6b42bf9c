// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

/// Closed surfaces of some thousand triangles with what makes simplification and layout hard.
enum SampleSurface: String, CaseIterable, Sendable {
  /// Rough all over.
  case boulder
  /// So rough that parts lie on themselves when they are laid flat.
  case crag
  /// Flat faces, and a cost of nothing for most edges.
  case box
  /// Thin, with two holes through it.
  case plate
  /// A ring that lies on itself when it is laid flat from the wrong side.
  case ring
  /// Two parts that do not touch.
  case pair
  /// Two cubes with one edge in common, which four faces meet at.
  case hinge

  var mesh: TriangleMesh {
    switch self {
    case .boulder: Self.boulder(roughness: 0.11)
    case .crag: Self.boulder(roughness: 0.7)
    case .box: Self.blocks(16, 16, 16) { _, _, _ in true }
    case .plate:
      Self.blocks(30, 24, 2) { x, y, _ in
        !((5..<12).contains(x) && (6..<15).contains(y))
          && (x - 22) * (x - 22) + (y - 12) * (y - 12) > 25
      }
    case .ring:
      Self.blocks(24, 24, 5) { x, y, _ in
        (50..<140).contains((x - 12) * (x - 12) + (y - 12) * (y - 12))
      }
    case .pair: Self.blocks(24, 10, 10) { x, _, _ in x < 10 || x > 15 }
    case .hinge: Self.blocks(16, 16, 8) { x, y, _ in (x < 8) == (y < 8) }
    }
  }

  /// Cubes of two triangles a side, in a row with gaps between.
  static func cubes(count: Int) -> TriangleMesh {
    blocks(2 * count, 1, 1) { x, _, _ in x % 2 == 0 }
  }

  /// An octahedron divided into 16² triangles a side, its points pushed in and out.
  private static func boulder(roughness: Float) -> TriangleMesh {
    let grid = 16
    var points: [Vector3] = []
    var numbers: [[Int]: UInt32] = [:]
    func number(_ place: [Int]) -> UInt32 {
      if let known = numbers[place] { return known }
      let raw = place.map(Float.init)
      let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let hash = place.reduce(UInt64(9)) { IntegerHash.mix($0 &+ UInt64(bitPattern: Int64($1))) }
      let radius = 1 + Float(hash % 1000) / 1000 * roughness
      let unit = raw.map { $0 / length * radius }
      points.append(Vector3(unit[0], unit[1], unit[2]))
      numbers[place] = UInt32(points.count - 1)
      return UInt32(points.count - 1)
    }
    var triangles: [SIMD3<UInt32>] = []
    for octant in 0..<8 {
      let signs = (0..<3).map { octant >> $0 & 1 == 0 ? 1 : -1 }
      func corner(_ x: Int, _ y: Int) -> UInt32 {
        number([x * signs[0], y * signs[1], (grid - x - y) * signs[2]])
      }
      for x in 0..<grid {
        for y in 0..<grid - x {
          var faces = [SIMD3(corner(x, y), corner(x + 1, y), corner(x, y + 1))]
          if x + y + 1 < grid {
            faces.append(SIMD3(corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)))
          }
          let isMirrored = signs.reduce(1, *) < 0
          triangles += faces.map { isMirrored ? SIMD3($0.x, $0.z, $0.y) : $0 }
        }
      }
    }
    return TriangleMesh(points: points, triangles: triangles)
  }

  /// The surface of the unit cubes of a grid that `isFilled` is true for.
  private static func blocks(
    _ width: Int, _ height: Int, _ depth: Int, _ isFilled: (Int, Int, Int) -> Bool
  ) -> TriangleMesh {
    let size = [width, height, depth]
    var mesh = TriangleMesh(points: [], triangles: [])
    var numbers: [[Int]: UInt32] = [:]
    func number(_ place: [Int]) -> UInt32 {
      if let known = numbers[place] { return known }
      mesh.points.append(Vector3(Float(place[0]), Float(place[1]), Float(place[2])))
      numbers[place] = UInt32(mesh.points.count - 1)
      return UInt32(mesh.points.count - 1)
    }
    func isSolid(_ cell: [Int]) -> Bool {
      zip(cell, size).allSatisfy { $0 >= 0 && $0 < $1 } && isFilled(cell[0], cell[1], cell[2])
    }
    for index in 0..<width * height * depth {
      let cell = [index % width, index / width % height, index / width / height]
      guard isSolid(cell) else { continue }
      for side in 0..<6 {
        let (axis, isUpper) = (side / 2, side % 2 == 1)
        var (beyond, corner) = (cell, cell)
        beyond[axis] += isUpper ? 1 : -1
        guard !isSolid(beyond) else { continue }
        corner[axis] += isUpper ? 1 : 0
        var ring = [corner, corner, corner, corner]
        ring[1][(axis + 1) % 3] += 1
        ring[2][(axis + 1) % 3] += 1
        ring[2][(axis + 2) % 3] += 1
        ring[3][(axis + 2) % 3] += 1
        let corners = (isUpper ? ring : ring.reversed()).map(number)
        mesh.triangles.append(SIMD3(corners[0], corners[1], corners[2]))
        mesh.triangles.append(SIMD3(corners[0], corners[2], corners[3]))
      }
    }
    return mesh
  }
}

/// A paint that shows the normal.
struct NormalPaint: SurfacePaint {
  func colour(at point: Vector3, normal: Vector3) -> Colour {
    Colour(
      red: 128 + 100 * normal.x, green: 128 + 100 * normal.y, blue: 128 + 100 * normal.z)
  }
}

/// A paint that shows where the point lies, for surfaces within 0…18.
struct PlacePaint: SurfacePaint {
  func colour(at point: Vector3, normal: Vector3) -> Colour {
    Colour(red: 10 + 13 * point.x, green: 10 + 13 * point.y, blue: 10 + 13 * point.z)
  }
}

/// One bright colour.
struct PlainPaint: SurfacePaint {
  func colour(at point: Vector3, normal: Vector3) -> Colour {
    Colour(red: 250, green: 250, blue: 250)
  }
}
