// Falsework
// SPDX-License-Identifier: MIT

/// Three coordinates in double precision, for sums of squares in which single would drown.
struct Point: BitwiseCopyable {
  var x: Double
  var y: Double
  var z: Double

  @inline(__always)
  init(_ x: Double, _ y: Double, _ z: Double) {
    (self.x, self.y, self.z) = (x, y, z)
  }

  @inline(__always)
  init(_ vector: Vector3) {
    self.init(Double(vector.x), Double(vector.y), Double(vector.z))
  }

  var vector: Vector3 { Vector3(Float(x), Float(y), Float(z)) }

  @inline(__always)
  func dot(_ other: Point) -> Double { x * other.x + y * other.y + z * other.z }

  @inline(__always)
  func cross(_ other: Point) -> Point {
    Point(y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  @inline(__always)
  static func + (left: Point, right: Point) -> Point {
    Point(left.x + right.x, left.y + right.y, left.z + right.z)
  }

  @inline(__always)
  static func - (left: Point, right: Point) -> Point {
    Point(left.x - right.x, left.y - right.y, left.z - right.z)
  }

  @inline(__always)
  static func * (left: Point, right: Double) -> Point {
    Point(left.x * right, left.y * right, left.z * right)
  }
}
