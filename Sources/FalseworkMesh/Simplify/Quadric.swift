// Falsework
// SPDX-License-Identifier: MIT

/// A sum of squared distances from planes and points as a function of a place.
///
/// Garland and Heckbert, Surface Simplification Using Quadric Error Metrics, 1997. The points are
/// what keeps the sum's least place unique on flat and straight parts, where planes alone leave
/// it open; there they also spread the vertices evenly.
struct Quadric: BitwiseCopyable {
  private var xx = 0.0
  private var xy = 0.0
  private var xz = 0.0
  private var yy = 0.0
  private var yz = 0.0
  private var zz = 0.0
  private var linear = Point(0, 0, 0)
  private var constant = 0.0

  static let zero = Quadric()

  private init() {}

  /// The weighted squared distance from the plane through `point`; `normal` is of length one.
  init(planeThrough point: Point, normal: Point, weight: Double) {
    let scaled = normal * weight
    let distance = normal.dot(point)
    (xx, xy, xz) = (scaled.x * normal.x, scaled.x * normal.y, scaled.x * normal.z)
    (yy, yz, zz) = (scaled.y * normal.y, scaled.y * normal.z, scaled.z * normal.z)
    linear = scaled * -distance
    constant = weight * distance * distance
  }

  /// The weighted squared distance from a point.
  init(point: Point, weight: Double) {
    (xx, yy, zz) = (weight, weight, weight)
    linear = point * -weight
    constant = weight * point.dot(point)
  }

  @inline(__always)
  static func + (left: Quadric, right: Quadric) -> Quadric {
    var sum = left
    sum.xx += right.xx
    sum.xy += right.xy
    sum.xz += right.xz
    sum.yy += right.yy
    sum.yz += right.yz
    sum.zz += right.zz
    sum.linear = left.linear + right.linear
    sum.constant += right.constant
    return sum
  }

  /// Returns the sum at a place, never negative.
  @inline(__always)
  func value(at place: Point) -> Double {
    let rowX = xx * place.x + xy * place.y + xz * place.z
    let rowY = xy * place.x + yy * place.y + yz * place.z
    let rowZ = xz * place.x + yz * place.y + zz * place.z
    let square = rowX * place.x + rowY * place.y + rowZ * place.z
    return max(0, square + 2 * linear.dot(place) + constant)
  }

  /// The place where the sum is least; every quadric holds a point, so there is one.
  @inline(__always)
  var leastPlace: Point {
    let cofactorX = yy * zz - yz * yz
    let cofactorY = xz * yz - xy * zz
    let cofactorZ = xy * yz - xz * yy
    let scale = -1 / (xx * cofactorX + xy * cofactorY + xz * cofactorZ)
    let middle = xx * zz - xz * xz
    let corner = xy * xz - xx * yz
    let last = xx * yy - xy * xy
    return Point(
      (cofactorX * linear.x + cofactorY * linear.y + cofactorZ * linear.z) * scale,
      (cofactorY * linear.x + middle * linear.y + corner * linear.z) * scale,
      (cofactorZ * linear.x + corner * linear.y + last * linear.z) * scale)
  }
}
