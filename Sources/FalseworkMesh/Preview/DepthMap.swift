// Falsework
// SPDX-License-Identifier: MIT

/// The nearest surface to a lamp in each cell of a square.
struct DepthMap {
  private static let side = 128
  /// Half the width of the square in units of the subject, whose corners lie 0.87 from its middle.
  private static let reach: Float = 0.9
  /// How much nearer something must be to throw a shadow.
  private static let tolerance: Float = 0.012

  private var depths = [Float](repeating: -.infinity, count: side * side)

  /// The cell of a coordinate.
  @inline(__always)
  static func place(_ coordinate: Float) -> Float {
    (coordinate + reach) * (Float(side) / (2 * reach))
  }

  /// Draws triangles given by cells and depth; greater is nearer.
  mutating func draw(_ points: [Vector3], _ corners: [UInt32]) {
    depths.withUnsafeMutableBufferPointer { depths in
      points.withUnsafeBufferPointer { points in
        for start in stride(from: 0, to: corners.count, by: 3) {
          Self.fill(
            points[Int(corners[start])], points[Int(corners[start + 1])],
            points[Int(corners[start + 2])], depths)
        }
      }
    }
  }

  @inline(__always)
  private static func fill(
    _ a: Vector3, _ b: Vector3, _ c: Vector3, _ depths: UnsafeMutableBufferPointer<Float>
  ) {
    let area = (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
    guard area.magnitude > 1e-9 else { return }
    let last = Float(side - 1)
    let left = Int(max(0, min(a.x, b.x, c.x).rounded(.down)))
    let right = Int(min(last, max(a.x, b.x, c.x)))
    let top = Int(max(0, min(a.y, b.y, c.y).rounded(.down)))
    let bottom = Int(min(last, max(a.y, b.y, c.y)))
    guard left <= right, top <= bottom else { return }
    let scale = 1 / area
    for row in top...bottom {
      let y = Float(row) + 0.5
      for column in left...right {
        let x = Float(column) + 0.5
        let u = ((b.x - x) * (c.y - y) - (b.y - y) * (c.x - x)) * scale
        let v = ((c.x - x) * (a.y - y) - (c.y - y) * (a.x - x)) * scale
        let w = 1 - u - v
        guard u >= 0, v >= 0, w >= 0 else { continue }
        let depth = u * a.z + v * b.z + w * c.z
        let place = row * side + column
        if depth > depths[place] { depths[place] = depth }
      }
    }
  }

  /// Returns the share of the four nearest cells in which nothing is nearer.
  @inline(__always)
  func visibility(_ x: Float, _ y: Float, _ depth: Float) -> Float {
    let (x, y) = (x - 0.5, y - 0.5)
    let last = Float(Self.side - 1)
    guard x >= 0, y >= 0, x < last, y < last else { return 1 }
    let (column, row) = (Int(x), Int(y))
    let (across, down) = (x - Float(column), y - Float(row))
    return depths.withUnsafeBufferPointer { depths in
      func lit(_ offset: Int) -> Float {
        depths[row * Self.side + column + offset] > depth + Self.tolerance ? 0 : 1
      }
      let upper = lit(0).mixed(lit(1), across)
      return upper.mixed(lit(Self.side).mixed(lit(Self.side + 1), across), down)
    }
  }
}
