// Falsework
// SPDX-License-Identifier: MIT

/// Three coordinates: x to the right, y up, z towards the viewer.
package struct Vector3: Sendable, Hashable, BitwiseCopyable {
  package var x: Float
  package var y: Float
  package var z: Float

  package init(_ x: Float, _ y: Float, _ z: Float) {
    self.x = x
    self.y = y
    self.z = z
  }

  @inline(__always)
  func dot(_ other: Vector3) -> Float { x * other.x + y * other.y + z * other.z }

  func cross(_ other: Vector3) -> Vector3 {
    Vector3(
      y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x)
  }

  var length: Float { dot(self).squareRoot() }

  var normalized: Vector3 { self * (1 / length) }

  /// The vector with its left half folded onto the right, for shapes with two equal sides.
  var foldedLeftToRight: Vector3 { Vector3(x < 0 ? -x : x, y, z) }

  @inline(__always)
  static func + (left: Vector3, right: Vector3) -> Vector3 {
    Vector3(left.x + right.x, left.y + right.y, left.z + right.z)
  }

  @inline(__always)
  static func - (left: Vector3, right: Vector3) -> Vector3 {
    Vector3(left.x - right.x, left.y - right.y, left.z - right.z)
  }

  @inline(__always)
  static func * (left: Vector3, right: Float) -> Vector3 {
    Vector3(left.x * right, left.y * right, left.z * right)
  }

  /// The product coordinate by coordinate.
  func scaled(by other: Vector3) -> Vector3 {
    Vector3(x * other.x, y * other.y, z * other.z)
  }
}

extension Float {
  /// The cubic ramp from 0 at `lower` to 1 at `upper`, level at both ends.
  @inline(__always)
  func ramp(_ lower: Float, _ upper: Float) -> Float {
    let step = ((self - lower) / (upper - lower)).clamped(0, 1)
    return step * step * (3 - 2 * step)
  }

  @inline(__always)
  func clamped(_ lower: Float, _ upper: Float) -> Float {
    self < lower ? lower : (self > upper ? upper : self)
  }

  @inline(__always)
  func mixed(_ other: Float, _ share: Float) -> Float { self + (other - self) * share }
}

extension SeededGenerator {
  /// Returns a direction, evenly enough distributed for scattering features.
  mutating func nextDirection() -> Vector3 {
    for _ in 0..<16 {
      let point = Vector3(
        nextFloat(in: -1...1), nextFloat(in: -1...1), nextFloat(in: -1...1))
      let square = point.dot(point)
      if square > 0.05, square <= 1 { return point.normalized }
    }
    return Vector3(0, 1, 0)
  }

  /// Returns one of the elements; there must be at least one.
  mutating func nextElement<Element>(of elements: [Element]) -> Element {
    elements[nextIndex(below: elements.count)]
  }
}
