// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

extension MeshFile {
  /// The corners of each triangle.
  var faces: [[Int]] {
    stride(from: 0, to: indices.count, by: 3).map { start in
      indices[start..<start + 3].map(Int.init)
    }
  }

  /// The normals that follow the texture coordinates, three numbers for each vertex.
  var normals: [[Float]] {
    let flat = glb.suffix(12 * positions.count)
    let bytes = Array(flat)
    return positions.indices.map { vertex in
      (0..<3).map { axis in
        let start = 12 * vertex + 4 * axis
        return Float(
          bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) })
      }
    }
  }

  func doubledArea(of face: [Int]) -> Double {
    let points = face.map { positions[$0].map(Double.init) }
    let normal = Self.cross(points)
    return normal.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  func textureArea(of face: [Int]) -> Double {
    let places = face.map { place($0, side: 1) }
    let (first, second) = (
      (places[1].x - places[0].x, places[1].y - places[0].y),
      (places[2].x - places[0].x, places[2].y - places[0].y)
    )
    return abs(first.0 * second.1 - first.1 * second.0) / 2
  }

  /// The volume inside faces that are counter-clockwise from outside.
  static func volume(_ positions: [[Float]], _ faces: [[Int]]) -> Double {
    faces.reduce(0) { sum, face in
      let points = face.map { positions[$0].map(Double.init) }
      return sum + zip(points[0], cross(points)).reduce(0) { $0 + $1.0 * $1.1 } / 6
    }
  }

  private static func cross(_ points: [[Double]]) -> [Double] {
    let first = zip(points[1], points[0]).map { $0 - $1 }
    let second = zip(points[2], points[0]).map { $0 - $1 }
    return (0..<3).map { axis in
      let (next, last) = ((axis + 1) % 3, (axis + 2) % 3)
      return first[next] * second[last] - first[last] * second[next]
    }
  }

  /// Where a vertex lies on the texture, in texels.
  func place(_ vertex: Int, side: Int) -> (x: Double, y: Double) {
    (
      Double(textureCoordinates[2 * vertex]) * Double(side),
      Double(textureCoordinates[2 * vertex + 1]) * Double(side)
    )
  }

  /// For each vertex the least vertex that is joined to it by triangles.
  func charts() -> [Int] {
    var parents = Array(positions.indices)
    func root(_ vertex: Int) -> Int {
      var vertex = vertex
      while parents[vertex] != vertex { vertex = parents[vertex] }
      return vertex
    }
    for face in faces {
      let least = face.map(root).reduce(Int.max, min)
      for vertex in face { parents[root(vertex)] = least }
    }
    return parents.indices.map(root)
  }

  /// Calls back with each texel whose square a triangle meets, and whether its centre lies well
  /// inside the triangle; by half-planes, unlike the painter.
  func visitTexels(of face: [Int], side: Int, _ visit: (Int, Bool) -> Void) {
    let corners = face.map { place($0, side: side) }
    let (xs, ys) = (corners.map(\.x), corners.map(\.y))
    let columns = (Int(xs.min() ?? 0), Int(xs.max() ?? 0))
    let rows = (Int(ys.min() ?? 0), Int(ys.max() ?? 0))
    let left = corners.indices.map { edge in HalfPlane(corners[edge], corners[(edge + 1) % 3]) }
    let sign = left[0].side(corners[2]) < 0 ? -1.0 : 1.0
    for row in rows.0...rows.1 {
      for column in columns.0...columns.1 {
        let (x, y) = (Double(column), Double(row))
        let square = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)]
        let meets = left.allSatisfy { plane in
          square.contains { sign * plane.side($0) > 1e-6 }
        }
        guard meets else { continue }
        let isInside = left.allSatisfy { sign * $0.side((x + 0.5, y + 0.5)) > 1e-3 }
        visit(row * side + column, isInside)
      }
    }
  }
}

/// What lies on one side of a line through two places.
private struct HalfPlane {
  private let from: (x: Double, y: Double)
  private let way: (x: Double, y: Double)

  init(_ from: (x: Double, y: Double), _ to: (x: Double, y: Double)) {
    self.from = from
    way = (to.x - from.x, to.y - from.y)
  }

  func side(_ place: (x: Double, y: Double)) -> Double {
    way.x * (place.y - from.y) - way.y * (place.x - from.x)
  }
}
