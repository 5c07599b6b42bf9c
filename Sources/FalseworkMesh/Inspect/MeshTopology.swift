// Falsework
// SPDX-License-Identifier: MIT

/// How the triangles of a mesh hang together when vertices at equal positions are one.
struct MeshTopology {
  private(set) var weldedVertexCount = 0
  private(set) var componentCount = 0
  /// The edges that belong to one triangle, and to more than two.
  private(set) var openEdgeCount = 0
  private(set) var nonManifoldEdgeCount = 0
  /// The edges that two triangles run through in the same direction.
  private(set) var inconsistentEdgeCount = 0
  private(set) var edgeCount = 0
  private(set) var volume: Double = 0
  /// The greatest of the sums that could make up the volume, to tell zero from small.
  private(set) var volumeScale: Double = 0

  /// Takes three coordinates a vertex and three vertices a triangle.
  init(positions: [Float], corners: [UInt32]) {
    let (welded, points) = Self.weld(positions)
    weldedVertexCount = points.count
    var edges: [UInt64] = []
    edges.reserveCapacity(corners.count)
    var pieces = Pieces(count: points.count)
    var isInTriangle = [Bool](repeating: false, count: points.count)
    let middle = Self.middle(points)
    for start in stride(from: 0, to: corners.count, by: 3) {
      let (a, b, c) = (
        welded[Int(corners[start])], welded[Int(corners[start + 1])],
        welded[Int(corners[start + 2])]
      )
      guard a != b, b != c, a != c else { continue }
      edges += [Self.edge(a, b), Self.edge(b, c), Self.edge(c, a)]
      pieces.join(a, b)
      pieces.join(b, c)
      for corner in [a, b, c] { isInTriangle[Int(corner)] = true }
      addVolume(points[Int(a)] - middle, points[Int(b)] - middle, points[Int(c)] - middle)
    }
    componentCount = points.indices.reduce(0) { count, point in
      count + (isInTriangle[point] && pieces.isFirst(point) ? 1 : 0)
    }
    count(&edges)
  }

  /// Returns for each vertex the number of its position, and the positions.
  private static func weld(_ positions: [Float]) -> ([UInt32], [SIMD3<Double>]) {
    var numbers: [SIMD3<UInt32>: UInt32] = [:]
    numbers.reserveCapacity(positions.count / 3)
    var points: [SIMD3<Double>] = []
    let welded = stride(from: 0, to: positions.count, by: 3).map { start in
      // Adding zero turns −0 into 0.
      let point = SIMD3(positions[start], positions[start + 1], positions[start + 2]) + 0
      let key = SIMD3(point.x.bitPattern, point.y.bitPattern, point.z.bitPattern)
      if let known = numbers[key] { return known }
      let number = UInt32(points.count)
      numbers[key] = number
      points.append(SIMD3(Double(point.x), Double(point.y), Double(point.z)))
      return number
    }
    return (welded, points)
  }

  private static func middle(_ points: [SIMD3<Double>]) -> SIMD3<Double> {
    points.reduce(SIMD3(0, 0, 0), +) / Double(max(1, points.count))
  }

  /// The two ends, the smaller first, and in the lowest bit the direction.
  private static func edge(_ from: UInt32, _ to: UInt32) -> UInt64 {
    from < to
      ? UInt64(from) << 33 | UInt64(to) << 1 : UInt64(to) << 33 | UInt64(from) << 1 | 1
  }

  private mutating func addVolume(_ a: SIMD3<Double>, _ b: SIMD3<Double>, _ c: SIMD3<Double>) {
    let cross = SIMD3(
      b.y * c.z - b.z * c.y, b.z * c.x - b.x * c.z, b.x * c.y - b.y * c.x)
    let part = (a * cross).sum() / 6
    volume += part
    volumeScale += part.magnitude
  }

  private mutating func count(_ edges: inout [UInt64]) {
    edges.sort()
    var start = 0
    while start < edges.count {
      var end = start + 1
      while end < edges.count, edges[end] >> 1 == edges[start] >> 1 { end += 1 }
      edgeCount += 1
      switch end - start {
      case 1: openEdgeCount += 1
      case 2: inconsistentEdgeCount += edges[start] == edges[start + 1] ? 1 : 0
      default: nonManifoldEdgeCount += 1
      }
      start = end
    }
  }
}

/// Sets of points that are joined step by step.
private struct Pieces {
  private var parents: [UInt32]

  init(count: Int) {
    parents = Array(0..<UInt32(count))
  }

  func isFirst(_ point: Int) -> Bool { parents[point] == UInt32(point) }

  mutating func join(_ left: UInt32, _ right: UInt32) {
    let (left, right) = (first(left), first(right))
    if left < right {
      parents[Int(right)] = left
    } else {
      parents[Int(left)] = right
    }
  }

  private mutating func first(_ point: UInt32) -> UInt32 {
    var point = point
    while parents[Int(point)] != point {
      parents[Int(point)] = parents[Int(parents[Int(point)])]
      point = parents[Int(point)]
    }
    return point
  }
}
