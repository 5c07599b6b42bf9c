// Falsework
// SPDX-License-Identifier: MIT

/// How an outline swells.
struct InflationRules: Sendable, Hashable {
  /// The push, in squared heights: 4 would make a small disc a ball, 2 a thin rod a round one.
  var pressure: Float
  /// How far the outline holds the middle down, as a share of the longest side.
  ///
  /// Wide areas rise no higher than √`pressure` times this.
  var reach: Float
}

/// The height of a swollen outline over every node inside of it.
///
/// Theory of operation: the square u of the height solves ∇²u = u/reach² − pressure with u = 0 at
/// the outline. A disc becomes a ball, a rod stays a rod, a thin limb stays thin, and there is no
/// ridge along the middle as heights taken from distances alone would have. The term u/reach² lets
/// wide areas level out. The equation is relaxed on the nodes inside; towards a node outside, the
/// outline lies at the share of the step at which the coverage passes the level.
struct Inflation: Sendable {
  /// For each node its height in pixels of the reduced picture; zero outside.
  let heights: [Float]

  /// The rounds of relaxation; the error falls to a thousandth in about half of them.
  static let roundCount = 110
  /// The share of a step at which an outline is met is at least this, so that no triangle vanishes.
  static let leastShare: Float = 0.08

  init(of coverage: ScalarPlane, level: Float, grid: NodeGrid, rules: InflationRules) {
    let stencils = Self.stencils(of: coverage, level: level)
    let longest = grid.spacing * Float(max(grid.columns, grid.rows))
    let reach = rules.reach * longest / grid.spacing
    let holding = 1 / (reach * reach)
    let squares = Self.relaxed(stencils, pressure: rules.pressure, holding: holding)
    var heights = [Float](repeating: 0, count: coverage.values.count)
    for (stencil, square) in zip(stencils, squares.dropFirst()) {
      heights[Int(stencil.node)] = max(square, 1e-4).squareRoot() * grid.spacing
    }
    self.heights = heights
  }

  /// Where between two nodes the outline passes, as a share of the step from the inside one.
  @inline(__always)
  static func share(inside: Float, outside: Float, level: Float) -> Float {
    ((inside - level) / (inside - outside)).clamped(leastShare, 1 - leastShare)
  }

  /// A node inside: the places of its neighbours in the list, 0 standing for the outline.
  private struct Stencil {
    let node: Int32
    var neighbours = SIMD4<Int32>.zero
    /// The sum of the neighbours' weights.
    var weight: Float = 0
  }

  private static func stencils(of coverage: ScalarPlane, level: Float) -> [Stencil] {
    let width = coverage.width
    var places = [Int32](repeating: 0, count: coverage.values.count)
    var stencils: [Stencil] = []
    for node in coverage.values.indices where coverage.values[node] > level {
      stencils.append(Stencil(node: Int32(node)))
      places[node] = Int32(stencils.count)
    }
    for index in stencils.indices {
      let node = Int(stencils[index].node)
      for (side, step) in [-1, 1, -width, width].enumerated() {
        let next = node + step
        stencils[index].neighbours[side] = places[next]
        stencils[index].weight +=
          places[next] > 0
          ? 1
          : 1
            / share(
              inside: coverage.values[node], outside: coverage.values[next], level: level)
      }
    }
    return stencils
  }

  /// Over-relaxation in the order of the nodes; the first number stands for the outline.
  private static func relaxed(
    _ stencils: [Stencil], pressure: Float, holding: Float
  ) -> [Float] {
    var squares = [Float](repeating: 0, count: stencils.count + 1)
    let scales = stencils.map { 1 / ($0.weight + holding) }
    let excess: Float = 1.88
    squares.withUnsafeMutableBufferPointer { squares in
      stencils.withUnsafeBufferPointer { stencils in
        for _ in 0..<roundCount {
          for index in stencils.indices {
            let places = stencils[index].neighbours
            let sum =
              (squares[Int(places.x)] + squares[Int(places.y)])
              + (squares[Int(places.z)] + squares[Int(places.w)])
            let old = squares[index + 1]
            squares[index + 1] = old + ((sum + pressure) * scales[index] - old) * excess
          }
        }
      }
    }
    return squares
  }
}
