// Falsework
// SPDX-License-Identifier: MIT

/// How much of the texture's square triangles cover, and how much of that more than once.
struct TextureCoverage {
  /// The most cells that are visited; triangles that cover the square again and again end sooner.
  static let visitCountMax = 64 << 20
  private static let unit = 256

  /// The cells of a side; fine enough for triangles of a few texels.
  private let side: Int
  private var hits: [UInt8]
  private var restVisits = visitCountMax
  /// Whether some coordinate lies outside 0…1.
  private(set) var isOutside = false

  /// Chooses a grid that is fine enough for so many triangles.
  init(faceCount: Int) {
    side = faceCount > 1000 ? 1024 : 256
    hits = [UInt8](repeating: 0, count: side * side)
  }

  /// The share of the square that is covered, and the share of that which is covered twice.
  var shares: (covered: Double, overlap: Double) {
    var counts = [0, 0, 0]
    for hit in hits { counts[Int(hit)] += 1 }
    let covered = counts[1] + counts[2]
    return (
      Double(covered) / Double(side * side), Double(counts[2]) / Double(max(1, covered))
    )
  }

  /// Adds triangles; the coordinates are finite, two a vertex.
  mutating func add(coordinates: [Float], corners: [UInt32]) {
    if coordinates.contains(where: { $0 < 0 || $0 > 1 }) { isOutside = true }
    let places = coordinates.map(place)
    for start in stride(from: 0, to: corners.count, by: 3) where restVisits > 0 {
      let vertices = (0..<3).map { Int(corners[start + $0]) * 2 }
      let points = vertices.map { SIMD2(places[$0], places[$0 + 1]) }
      fill(points[0], points[1], points[2])
    }
  }

  /// Fixed point, so that two triangles never share the cells along an edge.
  private func place(_ coordinate: Float) -> Int {
    Int((coordinate.clamped(-1, 2) * Float(side * Self.unit)).rounded())
  }

  private mutating func fill(_ a: SIMD2<Int>, _ b: SIMD2<Int>, _ c: SIMD2<Int>) {
    let area = Self.cross(a, b, c)
    guard area != 0 else { return }
    let (b, c) = area > 0 ? (b, c) : (c, b)
    let half = Self.unit / 2
    func cells(_ from: Int, _ to: Int) -> Range<Int> {
      let first = max(0, (from - half) / Self.unit)
      return first..<max(first, min(side, (to + half) / Self.unit + 1))
    }
    let columns = cells(min(a.x, b.x, c.x), max(a.x, b.x, c.x))
    let rows = cells(min(a.y, b.y, c.y), max(a.y, b.y, c.y))
    restVisits -= columns.count * rows.count
    hits.withUnsafeMutableBufferPointer { hits in
      for row in rows {
        for column in columns {
          let centre = SIMD2(column * Self.unit + half, row * Self.unit + half)
          guard Self.isInside(centre, a, b), Self.isInside(centre, b, c),
            Self.isInside(centre, c, a)
          else { continue }
          let place = row * side + column
          if hits[place] < 2 { hits[place] += 1 }
        }
      }
    }
  }

  /// Returns whether a centre lies left of an edge; on it, only one of two neighbours has it.
  @inline(__always)
  private static func isInside(_ centre: SIMD2<Int>, _ from: SIMD2<Int>, _ to: SIMD2<Int>) -> Bool {
    let side = cross(from, to, centre)
    if side != 0 { return side > 0 }
    return to.y > from.y || (to.y == from.y && to.x < from.x)
  }

  @inline(__always)
  private static func cross(_ a: SIMD2<Int>, _ b: SIMD2<Int>, _ c: SIMD2<Int>) -> Int {
    (b.x &- a.x) &* (c.y &- a.y) &- (b.y &- a.y) &* (c.x &- a.x)
  }
}
