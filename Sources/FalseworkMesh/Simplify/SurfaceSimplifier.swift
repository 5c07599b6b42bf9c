// Falsework
// SPDX-License-Identifier: MIT

/// Removes triangles from a closed surface where they are missed least.
///
/// Theory of operation: an edge is collapsed into one vertex, which removes its two triangles. Next
/// is always the edge whose quadric, the sum of those of both ends, is least at its best place. A
/// cost that changed because a neighbour moved is only computed anew when the edge comes to the
/// front of the queue: costs grow almost always, so hardly any edge comes too late. An edge whose
/// collapse would do harm waits outside of the queue until something beside it changes.
struct SurfaceSimplifier: ~Copyable {
  /// What a collapse must not do.
  enum Strictness: CaseIterable {
    /// Turn a triangle by much or make a sliver of it.
    case shapely
    /// Turn a triangle over or make it vanish.
    case upright
  }

  /// What became of an edge that was not removed.
  private enum EdgeState: UInt8, BitwiseCopyable {
    /// In the queue with its cost.
    case queued
    /// In the queue with a cost from before its surroundings changed.
    case outdated
    /// Out of the queue.
    case refused
  }

  let halves: HalfEdges
  let places: FlatArray<Point>
  private let quadrics: FlatArray<Quadric>
  private let states: FlatArray<EdgeState>
  /// For each vertex the last search that met it.
  private let marks: FlatArray<UInt32>
  private var mark: UInt32 = 0
  private var queue: CostQueue
  private var triangleCount: Int

  /// Returns the surface with as many triangles, an even number.
  ///
  /// There are more where so few cannot enclose the same parts and handles: each part keeps the
  /// four of a tetrahedron.
  static func simplified(_ mesh: TriangleMesh, triangleCount: Int) -> TriangleMesh {
    var simplifier = SurfaceSimplifier(mesh)
    for strictness in Strictness.allCases {
      simplifier.queueAll()
      simplifier.collapse(until: triangleCount, strictness)
    }
    return simplifier.remainder()
  }

  private init(_ mesh: TriangleMesh) {
    halves = HalfEdges(mesh)
    triangleCount = mesh.triangles.count
    places = FlatArray(halves.points.map { Point($0) })
    quadrics = FlatArray(repeating: .zero, count: places.count)
    states = FlatArray(repeating: .refused, count: halves.halfOfEdge.count)
    marks = FlatArray(repeating: 0, count: places.count)
    queue = CostQueue(capacity: states.count)
    sumQuadrics()
  }

  /// How much a vertex weighs as a point among planes: parts that are flat to about a hundredth of
  /// their width are left no finer than parts that are curved by so much.
  private static let pointShare = 2e-4

  private func sumQuadrics() {
    for half in stride(from: Int32(0), to: Int32(halves.start.count), by: 4) {
      let corners = [halves.start[half], halves.start[half + 1], halves.start[half + 2]]
      let place = places[corners[0]]
      let cross = (places[corners[1]] - place).cross(places[corners[2]] - place)
      let area = cross.dot(cross).squareRoot()
      guard area > 0 else { continue }
      let plane = Quadric(planeThrough: place, normal: cross * (1 / area), weight: area)
      for vertex in corners {
        let point = Quadric(point: places[vertex], weight: area * Self.pointShare)
        quadrics[vertex] = quadrics[vertex] + plane + point
      }
    }
  }

  private mutating func queueAll() {
    for edge in 0..<Int32(states.count) where states[edge] == .refused {
      guard halves.halfOfEdge[edge] != HalfEdges.gone else { continue }
      states[edge] = .queued
      queue.insert(edge, cost: cost(of: edge))
    }
  }

  private mutating func collapse(until goal: Int, _ strictness: Strictness) {
    while triangleCount > goal, let edge = queue.next() {
      guard halves.halfOfEdge[edge] != HalfEdges.gone else { continue }
      if states[edge] == .outdated {
        states[edge] = .queued
        queue.insert(edge, cost: cost(of: edge))
      } else if !collapse(edge, strictness) {
        states[edge] = .refused
      }
    }
  }

  @inline(__always)
  private func quadric(of half: Int32) -> Quadric {
    quadrics[halves.start[half]] + quadrics[halves.end(half)]
  }

  private func cost(of edge: Int32) -> Float {
    let quadric = quadric(of: halves.halfOfEdge[edge])
    return Float(quadric.value(at: quadric.leastPlace))
  }

  private mutating func collapse(_ edge: Int32, _ strictness: Strictness) -> Bool {
    let half = halves.halfOfEdge[edge]
    mark += 1
    guard halves.canCollapse(half, marks: marks, mark: mark) else { return false }
    let quadric = quadric(of: half)
    let place = quadric.leastPlace
    guard keepsShape(half, at: place, strictness) else { return false }
    let vertex = halves.start[half]
    halves.collapse(half)
    places[vertex] = place
    quadrics[vertex] = quadric
    triangleCount -= 2
    revisit(around: vertex)
    return true
  }

  /// Has the costs around a vertex computed anew, and gives refused edges another chance.
  private mutating func revisit(around vertex: Int32) {
    let first = halves.leaving[vertex]
    var spoke = first
    repeat {
      let edge = halves.edge[spoke]
      if states[edge] == .refused { queue.insert(edge, cost: cost(of: edge)) }
      states[edge] = states[edge] == .refused ? .queued : .outdated
      spoke = halves.turned(spoke)
    } while spoke != first
  }

  /// Returns what is left, vertices and triangles in their old order.
  private func remainder() -> TriangleMesh {
    var mesh = TriangleMesh(points: [], triangles: [])
    let numbers = FlatArray<UInt32>(repeating: 0, count: places.count)
    for vertex in 0..<places.count where halves.leaving[vertex] != HalfEdges.gone {
      numbers[vertex] = UInt32(mesh.points.count)
      mesh.points.append(places[vertex].vector)
    }
    mesh.triangles.reserveCapacity(triangleCount)
    for half in stride(from: 0, to: halves.start.count, by: 4) {
      guard halves.start[half] != HalfEdges.gone else { continue }
      mesh.triangles.append(
        SIMD3(
          numbers[halves.start[half]], numbers[halves.start[half + 1]],
          numbers[halves.start[half + 2]]))
    }
    return mesh
  }
}
