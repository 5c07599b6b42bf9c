// Falsework
// SPDX-License-Identifier: MIT

/// The triangles of a closed surface and who lies beside whom, made to be taken apart.
///
/// Half-edge 4t+i runs from corner i of triangle t to the next corner; number 4t+3 is not used, so
/// that going around a triangle needs no division:
///
///         ·            from `half` around its start: `twin[previous(half)]`,
///        ╱ ╲           from `half` around its triangle: `next(half)`
///       ╱   ╲
///      · ──→ ·  half
///      · ←── ·  twin[half]
struct HalfEdges: ~Copyable {
  /// The vertex where a half-edge starts, or `gone` once its triangle was removed.
  let start: FlatArray<Int32>
  /// The half-edge of the neighbour, in the opposite direction.
  let twin: FlatArray<Int32>
  /// One of the half-edges that start at a vertex, or `gone` once the vertex was removed.
  let leaving: FlatArray<Int32>
  /// The triangles around a vertex.
  let valence: FlatArray<Int32>
  /// The number of a half-edge's edge, the same for both directions.
  let edge: FlatArray<Int32>
  /// One of the two half-edges of an edge, or `gone` once the edge was removed.
  let halfOfEdge: FlatArray<Int32>
  /// Where the vertices were at first; a vertex of several fans was split into one for each.
  private(set) var points: [Vector3]

  static let gone: Int32 = -1

  /// Joins the triangles; each edge must occur equally often in both directions.
  init(_ mesh: TriangleMesh) {
    let slotCount = 4 * mesh.triangles.count
    start = FlatArray(repeating: Self.gone, count: slotCount)
    twin = FlatArray(repeating: Self.gone, count: slotCount)
    edge = FlatArray(repeating: Self.gone, count: slotCount)
    halfOfEdge = FlatArray(repeating: Self.gone, count: 3 * mesh.triangles.count / 2)
    points = mesh.points
    for (number, triangle) in mesh.triangles.enumerated() {
      for corner in 0..<3 {
        precondition(triangle[corner] < mesh.points.count, "a corner names no point")
        start[4 * number + corner] = Int32(triangle[corner])
      }
    }
    let spokes = Spokes(start, vertexCount: points.count)
    Self.pair(start, twin, spokes)
    let added = Self.splitFans(start, twin, spokes)
    for vertex in added { points.append(points[Int(vertex)]) }
    leaving = FlatArray(repeating: Self.gone, count: points.count)
    valence = FlatArray(repeating: 0, count: points.count)
    number()
    pullApart(from: mesh.points.count)
  }

  private func number() {
    var count: Int32 = 0
    for half in 0..<Int32(start.count) where start[half] >= 0 {
      leaving[start[half]] = half
      valence[start[half]] += 1
      guard half < twin[half] else { continue }
      edge[half] = count
      edge[twin[half]] = count
      halfOfEdge[count] = half
      count += 1
    }
  }

  @inline(__always)
  static func next(_ half: Int32) -> Int32 { half & 3 == 2 ? half - 2 : half + 1 }

  @inline(__always)
  static func previous(_ half: Int32) -> Int32 { half & 3 == 0 ? half + 2 : half - 1 }

  /// The vertex where a half-edge ends.
  @inline(__always)
  func end(_ half: Int32) -> Int32 { start[Self.next(half)] }

  /// The following half-edge around the vertex where `half` starts.
  @inline(__always)
  func turned(_ half: Int32) -> Int32 { twin[Self.previous(half)] }

  /// Pairs each half-edge with the first free one that runs the other way.
  private static func pair(
    _ start: borrowing FlatArray<Int32>, _ twin: borrowing FlatArray<Int32>,
    _ spokes: borrowing Spokes
  ) {
    for half in 0..<Int32(start.count) where half & 3 != 3 && twin[half] < 0 {
      let (from, to) = (start[half], start[next(half)])
      precondition(from != to, "a triangle has the same corner twice")
      var found = gone
      for place in spokes.range(of: to) {
        let other = spokes.halves[place]
        if twin[other] < 0, start[next(other)] == from, found < 0 { found = other }
      }
      precondition(found >= 0, "the surface is open")
      twin[half] = found
      twin[found] = half
    }
  }

  /// Gives each fan of triangles around a vertex a vertex of its own; returns whose copies the new
  /// ones are.
  private static func splitFans(
    _ start: borrowing FlatArray<Int32>, _ twin: borrowing FlatArray<Int32>,
    _ spokes: borrowing Spokes
  ) -> [Int32] {
    var added: [Int32] = []
    let isVisited = FlatArray(repeating: false, count: start.count)
    for vertex in 0..<Int32(spokes.vertexCount) {
      var isFirst = true
      for place in spokes.range(of: vertex) where !isVisited[spokes.halves[place]] {
        let fan = isFirst ? vertex : Int32(spokes.vertexCount + added.count)
        if !isFirst { added.append(vertex) }
        isFirst = false
        var half = spokes.halves[place]
        repeat {
          isVisited[half] = true
          start[half] = fan
          half = twin[previous(half)]
        } while !isVisited[half]
      }
    }
    return added
  }

  /// Moves the copies of split vertices a little into their fans, so that no reader joins them.
  private mutating func pullApart(from firstCopy: Int) {
    for vertex in firstCopy..<points.count {
      var sum = Vector3(0, 0, 0)
      var count: Float = 0
      var half = leaving[vertex]
      repeat {
        sum = sum + points[Int(end(half))]
        count += 1
        half = turned(half)
      } while half != leaving[vertex]
      points[vertex] = points[vertex] + (sum * (1 / count) - points[vertex]) * 0.02
    }
  }
}

/// The half-edges grouped by the vertex where they start.
private struct Spokes: ~Copyable {
  let halves: FlatArray<Int32>
  private let first: FlatArray<Int32>

  var vertexCount: Int { first.count - 1 }

  init(_ start: borrowing FlatArray<Int32>, vertexCount: Int) {
    first = FlatArray(repeating: 0, count: vertexCount + 1)
    halves = FlatArray(repeating: 0, count: start.count / 4 * 3)
    for half in 0..<start.count where start[half] >= 0 { first[start[half]] += 1 }
    var sum: Int32 = 0
    for vertex in 0...vertexCount {
      sum += first[vertex]
      first[vertex] = sum
    }
    for half in stride(from: start.count - 1, through: 0, by: -1) where start[half] >= 0 {
      first[start[half]] -= 1
      halves[first[start[half]]] = Int32(half)
    }
  }

  @inline(__always)
  func range(of vertex: Int32) -> Range<Int> { Int(first[vertex])..<Int(first[Int(vertex) + 1]) }
}
