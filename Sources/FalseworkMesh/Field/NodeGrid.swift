// Falsework
// SPDX-License-Identifier: MIT

/// The places at which an outline is sampled, in pixels of the reduced picture.
struct NodeGrid: Sendable, Hashable {
  /// The most nodes, whatever the outline; what bounds memory and time.
  static let nodeCountMax = 360_000

  /// The place of the first node.
  let originX: Float
  let originY: Float
  /// The distance of neighbours.
  let spacing: Float
  let columns: Int
  let rows: Int
  /// The pixels above the level, as many nodes as lie inside if they are a pixel apart.
  let area: Int

  /// Lays nodes over everything above `level`, so that about `faceCount` triangles come of it.
  ///
  /// Each cell of the inside has two triangles in front and two behind. There is room for the
  /// outline, which may reach half a pixel beyond the last pixel inside, and a free node around.
  init(over coverage: ScalarPlane, level: Float, faceCount: Int) {
    var (left, right, top, bottom) = (coverage.width, 0, coverage.height, 0)
    var area = 0
    for row in 0..<coverage.height {
      for column in 0..<coverage.width where coverage.values[row * coverage.width + column] > level
      {
        (left, right) = (min(left, column), max(right, column))
        (top, bottom) = (min(top, row), max(bottom, row))
        area += 1
      }
    }
    let width = Float(max(right - left + 2, 1))
    let height = Float(max(bottom - top + 2, 1))
    let wished = (4 * Float(max(area, 1)) / Float(faceCount)).squareRoot()
    let least = (width * height / Float(Self.nodeCountMax - 20_000)).squareRoot()
    // Narrow outlines have some nodes across; the free nodes around a long row count as well.
    let narrow = min(width, height) / 6
    spacing = max(min(wished, narrow), least, (width + height) / 4_000)
    columns = Int((width / spacing).rounded(.up)) + 3
    rows = Int((height / spacing).rounded(.up)) + 3
    self.area = area
    originX = Float(left) - 0.5 - spacing
    originY = Float(top) - 0.5 - spacing
  }

  @inline(__always)
  func x(_ column: Int) -> Float { originX + spacing * Float(column) }

  @inline(__always)
  func y(_ row: Int) -> Float { originY + spacing * Float(row) }

  /// Returns how many nodes lie on so many pixels.
  func nodeCount(ofPixels count: Int) -> Int { Int(Float(count) / (spacing * spacing)) }

  /// The longest side of what the nodes lie over.
  var longest: Float { spacing * Float(max(columns, rows) - 3) }

  /// Returns the coverage at every node; zero along the border, so that every outline closes.
  ///
  /// Where nodes lie farther apart than pixels, the picture is blurred to their distance first.
  func sampled(_ coverage: ScalarPlane) -> ScalarPlane {
    var plane = coverage
    for _ in 0..<Int((0.6 * spacing * spacing).clamped(0, 10)) {
      plane = plane.blurred(share: 0.5)
    }
    var values = [Float](repeating: 0, count: columns * rows)
    for row in 1..<rows - 1 {
      for column in 1..<columns - 1 {
        values[row * columns + column] = plane.sample(x: x(column), y: y(row))
      }
    }
    return ScalarPlane(width: columns, height: rows, values: values)
  }
}
