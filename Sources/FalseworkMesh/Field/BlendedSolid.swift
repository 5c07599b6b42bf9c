// Falsework
// SPDX-License-Identifier: MIT

/// Round shapes that flow into one another.
///
/// Theory of operation: the distance is the smooth minimum of all shapes in their order. A shape
/// has no influence where it is farther than its blend from what came before; so space is divided
/// into blocks, each with the list of shapes that may matter inside, and a point asks only those.
struct BlendedSolid: Sendable {
  struct Part: Sendable {
    let shape: RoundShape
    /// The distance over which the part flows into the others; small for eyes and claws.
    let blend: Float
  }

  /// What a point sees.
  struct Sighting {
    /// The distance to the blended surface.
    var distance: Float
    /// The distance to the nearest shape if nothing were blended.
    var sharpDistance: Float
  }

  let parts: [Part]
  let lower: Vector3
  let upper: Vector3

  static let blocksPerSide = 20

  private let blockSide: Float
  private let blockCounts: (x: Int, y: Int, z: Int)
  private var starts: [Int32] = [0]
  private var members: [UInt16] = []
  private let widestBlend: Float

  init(_ parts: [Part]) {
    self.parts = parts
    let boxes = parts.map { $0.shape.bounds }
    let margin = Vector3.one * 0.06
    let lower = boxes.reduce(boxes[0].lower) { $0.minimum($1.lower) } - margin
    let upper = boxes.reduce(boxes[0].upper) { $0.maximum($1.upper) } + margin
    let size = upper - lower
    blockSide = max(size.x, size.y, size.z) / Float(Self.blocksPerSide)
    blockCounts = (
      Int(size.x / blockSide) + 1, Int(size.y / blockSide) + 1, Int(size.z / blockSide) + 1
    )
    self.lower = lower
    self.upper = upper
    widestBlend = parts.reduce(0) { max($0, $1.blend) }
    for z in 0..<blockCounts.z {
      for y in 0..<blockCounts.y {
        for x in 0..<blockCounts.x { addBlock(x, y, z) }
      }
    }
  }

  private mutating func addBlock(_ x: Int, _ y: Int, _ z: Int) {
    let middle =
      lower + Vector3(Float(x) + 0.5, Float(y) + 0.5, Float(z) + 0.5) * blockSide
    // Twice the half diagonal, a fifth more for ellipsoids, whose distances are not exact.
    let slack = blockSide * 2.1
    let distances = parts.map { $0.shape.distance(middle).distance }
    var distance = Float.infinity
    for (part, own) in zip(parts, distances) {
      distance = Self.blended(distance, own, part.blend)
    }
    for (index, part) in parts.enumerated() where distances[index] < distance + part.blend + slack {
      members.append(UInt16(index))
    }
    starts.append(Int32(members.count))
  }

  /// Returns the smaller number, rounded off where they differ by less than `width`.
  @inline(__always)
  static func blended(_ left: Float, _ right: Float, _ width: Float) -> Float {
    let near = width - abs(left - right)
    guard near > 0 else { return min(left, right) }
    return min(left, right) - near * near / (4 * width)
  }

  @inline(__always)
  private static func blended(
    _ left: SIMD4<Float>, _ right: SIMD4<Float>, _ width: Float
  ) -> SIMD4<Float> {
    let least = left.least(right)
    let apart = left.greatest(right) - least
    let near = (width - apart).greatest(.zero)
    return least - near * near * (1 / (4 * width))
  }

  /// A shape and its distance from the point where it was looked for.
  struct Neighbour {
    let part: Part
    let distance: Float
  }

  /// Returns the distance of the blended surface from a point, and leaves the shapes in
  /// `neighbours` that may matter within `reach` of it.
  func distance(
    _ point: Vector3, reach: Float, neighbours: inout [Neighbour]
  ) -> Float {
    let block = block(point)
    var distance = Float.infinity
    neighbours.removeAll(keepingCapacity: true)
    for slot in Int(starts[block])..<Int(starts[block + 1]) {
      let part = parts[Int(members[slot])]
      let own = part.shape.distance(point).distance
      distance = Self.blended(distance, own, part.blend)
      neighbours.append(Neighbour(part: part, distance: own))
    }
    // Both distances may change by the reach; a fifth more for ellipsoids.
    let limit = distance + widestBlend + 2.4 * reach
    neighbours.removeAll { $0.distance > limit }
    return distance
  }

  /// Returns the distances of four points in a row along x from the shapes as they flow together.
  static func distances(_ row: PointRow, from neighbours: [Neighbour]) -> SIMD4<Float> {
    var distances = SIMD4<Float>(repeating: .infinity)
    for neighbour in neighbours {
      let own = neighbour.part.shape.distances(row)
      distances = blended(distances, own, neighbour.part.blend)
    }
    return distances
  }

  /// Visits the shapes near a point: number, distance, how far along a limb.
  @inline(__always)
  func visit(_ point: Vector3, _ body: (Int, Float, Float) -> Void) -> Sighting {
    let block = block(point)
    var sighting = Sighting(distance: .infinity, sharpDistance: .infinity)
    for slot in Int(starts[block])..<Int(starts[block + 1]) {
      let index = Int(members[slot])
      let (distance, along) = parts[index].shape.distance(point)
      sighting.distance = Self.blended(sighting.distance, distance, parts[index].blend)
      sighting.sharpDistance = min(sighting.sharpDistance, distance)
      body(index, distance, along)
    }
    return sighting
  }

  /// The number of the block around a point; points outside belong to the nearest.
  @inline(__always)
  private func block(_ point: Vector3) -> Int {
    let place = (point - lower) * (1 / blockSide)
    let x = Int(place.x.clamped(0, Float(blockCounts.x - 1)))
    let y = Int(place.y.clamped(0, Float(blockCounts.y - 1)))
    let z = Int(place.z.clamped(0, Float(blockCounts.z - 1)))
    return (z * blockCounts.y + y) * blockCounts.x + x
  }
}
