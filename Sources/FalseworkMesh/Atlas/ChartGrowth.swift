// Falsework
// SPDX-License-Identifier: MIT

/// Divides a surface into connected charts that are nearly flat and nearly round.
///
/// Theory of operation, after Cohen-Steiner, Alliez and Desbrun, Variational Shape Approximation,
/// 2004: all charts grow at the same time from one triangle each, the best fitting triangle next;
/// then each starts again from the triangle that is most like its average. What no chart may take,
/// since it is turned too far from all of them, starts charts of its own.
struct ChartGrowth: ~Copyable {
  /// The average of a chart, and where it grows from.
  private struct Core {
    var seed: Int32
    var normal: Vector3
    var middle: Vector3
    /// What its costs are multiplied by: less makes a greater chart.
    let thrift: Float
  }

  private static let none: Int32 = -1
  /// Real files have 0.62 to 1 vertices a triangle; charts of so many triangles lead there.
  private static let trianglesPerChart = 90
  private static let roundCount = 4
  /// Charts of fewer triangles are better parts of their neighbours, if these can take them.
  private static let smallCount = 4
  /// The cosine of the greatest angle between a triangle and its chart.
  private static let cosineMin: Float = 0.35
  /// The same for triangles that would be left over.
  private static let leftoverCosineMin: Float = 0.15
  /// What the distance from a chart's middle costs, next to the angle.
  private static let distanceShare: Float = 1

  /// Charts of several sizes leave smaller gaps when they are packed than charts of one size.
  private static let thrifts: [Float] = [0.05, 1, 0.2, 1]

  /// The chart of each triangle.
  private let owners: FlatArray<Int32>
  private var cores: [Core] = []
  private var queue: CostQueue
  private let distanceWeight: Float

  /// Returns the triangles of each chart.
  static func charts(of facets: borrowing Facets) -> [[Int32]] {
    var growth = ChartGrowth(facets)
    for round in 1...roundCount {
      growth.flood(facets, cosineMin: cosineMin)
      if round < roundCount {
        growth.addCoresForLeftovers(facets)
        growth.recentre(facets)
      }
    }
    for _ in 0..<2 {
      growth.continueFlood(facets)
      growth.addCoresForLeftovers(facets)
      growth.dissolveSmall()
    }
    growth.continueFlood(facets)
    growth.addCoresForLeftovers(facets)
    return growth.members()
  }

  private init(_ facets: borrowing Facets) {
    let count = max(1, facets.count / Self.trianglesPerChart)
    owners = FlatArray(repeating: Self.none, count: facets.count)
    queue = CostQueue(capacity: 4 * facets.count)
    let chartArea = max(facets.totalArea, .leastNormalMagnitude) / Float(count)
    distanceWeight = Self.distanceShare / chartArea
    for number in 0..<count {
      addCore(at: Int32(number * facets.count / count), facets)
    }
  }

  private mutating func addCore(at triangle: Int32, _ facets: borrowing Facets) {
    cores.append(
      Core(
        seed: triangle, normal: facets.normals[triangle], middle: facets.middles[triangle],
        thrift: Self.thrifts[cores.count % Self.thrifts.count]))
  }

  private mutating func flood(_ facets: borrowing Facets, cosineMin: Float) {
    owners.fill(with: Self.none)
    for (chart, core) in cores.enumerated() where owners[core.seed] == Self.none {
      take(core.seed, for: Int32(chart), facets, cosineMin)
    }
    spread(facets, cosineMin)
  }

  /// Goes on from where the charts are, less choosy.
  private mutating func continueFlood(_ facets: borrowing Facets) {
    for triangle in 0..<Int32(facets.count) where owners[triangle] != Self.none {
      offerNeighbours(of: triangle, facets, Self.leftoverCosineMin)
    }
    spread(facets, Self.leftoverCosineMin)
  }

  private mutating func spread(_ facets: borrowing Facets, _ cosineMin: Float) {
    while let half = queue.next() {
      let triangle = facets.beyond(half)
      guard owners[triangle] == Self.none else { continue }
      take(triangle, for: owners[half >> 2], facets, cosineMin)
    }
  }

  private mutating func take(
    _ triangle: Int32, for chart: Int32, _ facets: borrowing Facets, _ cosineMin: Float
  ) {
    owners[triangle] = chart
    offerNeighbours(of: triangle, facets, cosineMin)
  }

  private mutating func offerNeighbours(
    of triangle: Int32, _ facets: borrowing Facets, _ cosineMin: Float
  ) {
    let core = cores[Int(owners[triangle])]
    for half in 4 * triangle..<4 * triangle + 3 {
      let other = facets.beyond(half)
      guard owners[other] == Self.none else { continue }
      let cosine = facets.normals[other].dot(core.normal)
      guard cosine >= cosineMin else { continue }
      queue.insert(half, cost: cost(of: other, cosine, core, facets))
    }
  }

  @inline(__always)
  private func cost(
    of triangle: Int32, _ cosine: Float, _ core: Core, _ facets: borrowing Facets
  ) -> Float {
    let way = facets.middles[triangle] - core.middle
    return (max(0, 1 - cosine) + way.dot(way) * distanceWeight) * core.thrift
  }

  /// Makes a chart of the first triangle of each connected part that no chart took.
  private mutating func addCoresForLeftovers(_ facets: borrowing Facets) {
    for triangle in 0..<Int32(facets.count) where owners[triangle] == Self.none {
      addCore(at: triangle, facets)
      take(triangle, for: Int32(cores.count - 1), facets, Self.cosineMin)
      spread(facets, Self.cosineMin)
    }
  }

  /// Frees the triangles of charts that have few, for their neighbours to take.
  private func dissolveSmall() {
    var counts = cores.map { _ in 0 }
    for triangle in 0..<owners.count { counts[Int(owners[triangle])] += 1 }
    for triangle in 0..<owners.count where counts[Int(owners[triangle])] < Self.smallCount {
      owners[triangle] = Self.none
    }
  }

  /// Moves each core to the middle of its chart.
  private mutating func recentre(_ facets: borrowing Facets) {
    let zero = Vector3(0, 0, 0)
    var sums = cores.map { _ in (normal: zero, middle: zero, area: Float(0)) }
    for triangle in 0..<facets.count {
      let (chart, area) = (Int(owners[triangle]), facets.areas[triangle])
      sums[chart].normal = sums[chart].normal + facets.normals[triangle] * area
      sums[chart].middle = sums[chart].middle + facets.middles[triangle] * area
      sums[chart].area += area
    }
    for (chart, sum) in sums.enumerated() where sum.area > 0 && sum.normal.length > 0 {
      cores[chart].normal = sum.normal.normalized
      cores[chart].middle = sum.middle * (1 / sum.area)
    }
    var costs = cores.map { _ in Float.infinity }
    for triangle in 0..<Int32(facets.count) {
      let chart = Int(owners[triangle])
      let cosine = facets.normals[triangle].dot(cores[chart].normal)
      let cost = cost(of: triangle, cosine, cores[chart], facets)
      guard cost < costs[chart] else { continue }
      costs[chart] = cost
      cores[chart].seed = triangle
    }
  }

  private func members() -> [[Int32]] {
    var members = cores.map { _ in [Int32]() }
    for triangle in 0..<owners.count { members[Int(owners[triangle])].append(Int32(triangle)) }
    return members.filter { !$0.isEmpty }
  }
}
