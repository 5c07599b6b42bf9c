// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh

/// What is found when every edge, corner and triangle of a surface is looked at.
struct SurfaceCensus {
  /// Directed edges that occur twice, or have no opposite.
  private(set) var brokenEdgeCount = 0
  /// Vertices around which the triangles are not one closed fan.
  private(set) var brokenFanCount = 0
  /// Vertices that no triangle uses.
  private(set) var unusedVertexCount = 0
  /// Triangles with a repeated vertex, or as good as without area.
  private(set) var degenerateCount = 0
  /// The enclosed volume of each part that hangs together.
  private(set) var volumes: [Double] = []
  private(set) var lower = [Double](repeating: .infinity, count: 3)
  private(set) var upper = [Double](repeating: -.infinity, count: 3)

  private var points: [SIMD3<Double>] = []
  private var faces: [[Int]] = []

  init(_ surface: RawSurface) {
    points = stride(from: 0, to: surface.positions.count, by: 3).map { start in
      SIMD3((0..<3).map { Double(surface.positions[start + $0]) })
    }
    faces = stride(from: 0, to: surface.indices.count, by: 3).map { start in
      (0..<3).map { Int(surface.indices[start + $0]) }
    }
    for point in points {
      for axis in 0..<3 {
        lower[axis] = min(lower[axis], point[axis])
        upper[axis] = max(upper[axis], point[axis])
      }
    }
    countTriangles()
    countEdges()
    countFans()
    measureParts()
  }

  /// Whether the surface is a closed manifold whose parts each enclose a volume from outside.
  var isSound: Bool {
    brokenEdgeCount == 0 && brokenFanCount == 0 && unusedVertexCount == 0 && degenerateCount == 0
      && !volumes.isEmpty && volumes.allSatisfy { $0 > 0 } && points.allSatisfy(Self.isFinite)
  }

  var volume: Double { volumes.reduce(0, +) }

  private static func isFinite(_ point: SIMD3<Double>) -> Bool {
    point.x.isFinite && point.y.isFinite && point.z.isFinite
  }

  private mutating func countTriangles() {
    let side = max(upper[0] - lower[0], upper[1] - lower[1])
    for face in faces {
      let normal = Self.cross(
        points[face[1]] - points[face[0]], points[face[2]] - points[face[0]])
      let area = (normal * normal).sum().squareRoot() / 2
      if Set(face).count < 3 || area < side * side * 1e-9 { degenerateCount += 1 }
    }
  }

  private mutating func countEdges() {
    var edges: Set<[Int]> = []
    for face in faces {
      for corner in 0..<3 {
        if !edges.insert([face[corner], face[(corner + 1) % 3]]).inserted { brokenEdgeCount += 1 }
      }
    }
    for edge in edges where !edges.contains([edge[1], edge[0]]) { brokenEdgeCount += 1 }
  }

  private mutating func countFans() {
    var next = [[Int: Int]](repeating: [:], count: points.count)
    for face in faces {
      for corner in 0..<3 {
        next[face[corner]][face[(corner + 1) % 3]] = face[(corner + 2) % 3]
      }
    }
    for turns in next {
      guard let first = turns.keys.min() else {
        unusedVertexCount += 1
        continue
      }
      var place = turns[first]
      var count = 1
      while let current = place, current != first, count <= turns.count {
        place = turns[current]
        count += 1
      }
      if place != first || count != turns.count { brokenFanCount += 1 }
    }
  }

  private mutating func measureParts() {
    var parents = Array(points.indices)
    func root(_ vertex: Int) -> Int {
      var vertex = vertex
      while parents[vertex] != vertex {
        parents[vertex] = parents[parents[vertex]]
        vertex = parents[vertex]
      }
      return vertex
    }
    for face in faces {
      parents[root(face[0])] = root(face[1])
      parents[root(face[1])] = root(face[2])
    }
    var sums: [Int: Double] = [:]
    for face in faces {
      let normal = Self.cross(points[face[1]], points[face[2]])
      sums[root(face[0]), default: 0] += (points[face[0]] * normal).sum() / 6
    }
    volumes = sums.keys.sorted().compactMap { sums[$0] }
  }

  private static func cross(_ left: SIMD3<Double>, _ right: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(
      left.y * right.z - left.z * right.y, left.z * right.x - left.x * right.z,
      left.x * right.y - left.y * right.x)
  }
}
