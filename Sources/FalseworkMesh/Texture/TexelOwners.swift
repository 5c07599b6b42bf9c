// Falsework
// SPDX-License-Identifier: MIT

/// Which triangle or border of a chart each texel shows.
///
/// A texel whose centre lies under a triangle shows the surface there. One beside a chart shows
/// the nearest point of the chart's border: both charts that meet at a border then have the same
/// colours along it, and no filter that reads the texel shows a seam.
struct TexelOwners: ~Copyable {
  /// The nearest point of a chart's border to a texel beside it.
  struct BorderPoint: BitwiseCopyable {
    /// The number of the side among the atlas's outlines.
    let side: Int32
    /// How far along the side, 0…1.
    let share: Float
    let squaredDistance: Float
    /// The texel's number.
    let texel: Int32
  }

  /// How far beside a chart texels belong to it, in texels: as far as a bilinear filter reads.
  private static let reach: Float = 1.42

  let side: Int
  /// Above zero the number of a triangle plus one, below zero that of a border point, negated.
  private let numbers: FlatArray<Int32>
  private(set) var borderPoints: [BorderPoint] = []

  init(_ atlas: Atlas, side: Int) {
    self.side = side
    numbers = FlatArray(repeating: 0, count: side * side)
    // Texel centres become whole numbers.
    let places = atlas.coordinates.map { $0 * Float(side) - FlatPoint(0.5, 0.5) }
    for (number, corners) in atlas.triangles.enumerated() {
      cover(
        places[Int(corners.x)], places[Int(corners.y)], places[Int(corners.z)],
        with: Int32(number + 1))
    }
    for (number, ends) in atlas.outlines.enumerated() {
      fringe(places[Int(ends.x)], places[Int(ends.y)], number: Int32(number))
    }
  }

  /// The triangle under the texel's centre, or −1.
  @inline(__always)
  func triangle(_ texel: Int) -> Int32 { max(numbers[texel], 0) - 1 }

  /// Whether the texel shows nothing.
  @inline(__always)
  func isFree(_ texel: Int) -> Bool { numbers[texel] == 0 }

  private func cover(_ a: FlatPoint, _ b: FlatPoint, _ c: FlatPoint, with number: Int32) {
    let top = max(0, Int(min(a.y, b.y, c.y).rounded(.up)))
    let bottom = min(side - 1, Int(max(a.y, b.y, c.y).rounded(.down)))
    guard top <= bottom else { return }
    for row in top...bottom {
      var span = RowSpan()
      span.cross(a, b, at: Float(row))
      span.cross(b, c, at: Float(row))
      span.cross(c, a, at: Float(row))
      let first = max(0, Int(span.left.rounded(.up)))
      let last = min(side - 1, Int(span.right.rounded(.down)))
      guard first <= last else { continue }
      for texel in row * side + first...row * side + last { numbers[texel] = number }
    }
  }

  private mutating func fringe(_ from: FlatPoint, _ to: FlatPoint, number: Int32) {
    let way = to - from
    let square = max(way.x * way.x + way.y * way.y, 1e-12)
    let reach = Self.reach
    let rows = (min(from.y, to.y) - reach, max(from.y, to.y) + reach)
    let columns = (min(from.x, to.x) - reach, max(from.x, to.x) + reach)
    for row in max(0, Int(rows.0.rounded(.up)))...min(side - 1, Int(rows.1)) {
      for column in max(0, Int(columns.0.rounded(.up)))...min(side - 1, Int(columns.1)) {
        let texel = row * side + column
        guard numbers[texel] <= 0 else { continue }
        let offset = FlatPoint(Float(column), Float(row)) - from
        let share = ((offset.x * way.x + offset.y * way.y) / square).clamped(0, 1)
        let rest = offset - way * share
        let squaredDistance = rest.x * rest.x + rest.y * rest.y
        guard squaredDistance <= reach * reach else { continue }
        claim(
          BorderPoint(
            side: number, share: share, squaredDistance: squaredDistance, texel: Int32(texel)))
      }
    }
  }

  private mutating func claim(_ point: BorderPoint) {
    let number = Int(-numbers[point.texel]) - 1
    guard number >= 0 else {
      borderPoints.append(point)
      numbers[point.texel] = -Int32(borderPoints.count)
      return
    }
    if point.squaredDistance < borderPoints[number].squaredDistance {
      borderPoints[number] = point
    }
  }
}

/// Where the sides of a triangle cross a row.
private struct RowSpan {
  var left = Float.infinity
  var right = -Float.infinity

  /// The ends are taken in a fixed order, so that neighbours agree about the side they share.
  @inline(__always)
  mutating func cross(_ from: FlatPoint, _ to: FlatPoint, at row: Float) {
    let (upper, lower) = from.y <= to.y ? (from, to) : (to, from)
    guard upper.y <= row, lower.y >= row else { return }
    let height = lower.y - upper.y
    guard height > 0 else {
      left = min(left, upper.x, lower.x)
      right = max(right, upper.x, lower.x)
      return
    }
    let column = upper.x + (lower.x - upper.x) * ((row - upper.y) / height)
    left = min(left, column)
    right = max(right, column)
  }
}
