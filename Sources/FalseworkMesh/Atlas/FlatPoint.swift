// Falsework
// SPDX-License-Identifier: MIT

/// A place in a chart or on the texture: x to the right, y down.
struct FlatPoint: BitwiseCopyable, Hashable {
  var x: Float
  var y: Float

  @inline(__always)
  init(_ x: Float, _ y: Float) {
    (self.x, self.y) = (x, y)
  }

  @inline(__always)
  static func - (left: FlatPoint, right: FlatPoint) -> FlatPoint {
    FlatPoint(left.x - right.x, left.y - right.y)
  }

  @inline(__always)
  static func + (left: FlatPoint, right: FlatPoint) -> FlatPoint {
    FlatPoint(left.x + right.x, left.y + right.y)
  }

  @inline(__always)
  static func * (left: FlatPoint, right: Float) -> FlatPoint {
    FlatPoint(left.x * right, left.y * right)
  }

  /// Twice the area to the left of the way from `from` over `to` to here; exact but for rounding of
  /// the double-precision products.
  @inline(__always)
  func side(from: FlatPoint, to: FlatPoint) -> Double {
    let (baseX, baseY) = (Double(from.x), Double(from.y))
    return (Double(to.x) - baseX) * (Double(y) - baseY)
      - (Double(to.y) - baseY) * (Double(x) - baseX)
  }
}
