// Falsework
// SPDX-License-Identifier: MIT

/// A simple round solid, told by how far any point is from its surface (less than zero inside).
enum RoundShape: Sendable {
  /// A rod that runs from one ball to another.
  case limb(from: Vector3, to: Vector3, radii: (Float, Float))
  /// An ellipsoid along the axes.
  case ball(middle: Vector3, radii: Vector3)

  /// Returns the distance and how far along a limb the point lies, 0…1.
  @inline(__always)
  func distance(_ point: Vector3) -> (distance: Float, along: Float) {
    switch self {
    case .limb(let start, let end, let radii):
      let axis = end - start
      let offset = point - start
      let along = (offset.dot(axis) / max(axis.dot(axis), 1e-9)).clamped(0, 1)
      return ((offset - axis * along).length - radii.0.mixed(radii.1, along), along)
    case .ball(let middle, let radii):
      // Exact at the surface; elsewhere within the share by which the radii differ.
      let offset = point - middle
      let once = Vector3(offset.x / radii.x, offset.y / radii.y, offset.z / radii.z)
      let twice = Vector3(once.x / radii.x, once.y / radii.y, once.z / radii.z)
      let reach = once.length
      return (reach * (reach - 1) / max(twice.length, 1e-6), 0)
    }
  }

  /// Returns the distances of four points.
  @inline(__always)
  func distances(_ row: PointRow) -> SIMD4<Float> {
    switch self {
    case .limb(let start, let end, let radii):
      let axis = end - start
      let (x, y, z) = (row.x - start.x, row.y - start.y, row.z - start.z)
      let share = (x * axis.x + (y * axis.y + z * axis.z)) * (1 / max(axis.dot(axis), 1e-9))
      let along = share.greatest(.zero).least(.one)
      let (awayX, awayY, awayZ) = (x - along * axis.x, y - along * axis.y, z - along * axis.z)
      let square = awayX * awayX + awayY * awayY + awayZ * awayZ
      return square.squareRoot() - (radii.0 + along * (radii.1 - radii.0))
    case .ball(let middle, let radii):
      let inverse = Vector3(1 / radii.x, 1 / radii.y, 1 / radii.z)
      let onceX = (row.x - middle.x) * inverse.x
      let (onceY, onceZ) = ((row.y - middle.y) * inverse.y, (row.z - middle.z) * inverse.z)
      let twiceX = onceX * inverse.x
      let (twiceY, twiceZ) = (onceY * inverse.y, onceZ * inverse.z)
      let reach = (onceX * onceX + (onceY * onceY + onceZ * onceZ)).squareRoot()
      let slope = (twiceX * twiceX + (twiceY * twiceY + twiceZ * twiceZ)).squareRoot()
      return reach * (reach - 1) / slope.greatest(SIMD4(repeating: 1e-6))
    }
  }

  /// The corners of a box around the shape.
  var bounds: (lower: Vector3, upper: Vector3) {
    switch self {
    case .limb(let start, let end, let radii):
      let (near, far) = (Vector3.one * radii.0, Vector3.one * radii.1)
      return (
        (start - near).minimum(end - far), (start + near).maximum(end + far)
      )
    case .ball(let middle, let radii): return (middle - radii, middle + radii)
    }
  }
}

/// Four points that differ in x alone.
struct PointRow {
  let x: SIMD4<Float>
  let y: Float
  let z: Float
}

extension Vector3 {
  static var one: Vector3 { Vector3(1, 1, 1) }

  func minimum(_ other: Vector3) -> Vector3 {
    Vector3(min(x, other.x), min(y, other.y), min(z, other.z))
  }

  func maximum(_ other: Vector3) -> Vector3 {
    Vector3(max(x, other.x), max(y, other.y), max(z, other.z))
  }
}

extension SIMD4<Float> {
  // The standard library's pointwiseMin and pointwiseMax are calls, not instructions.

  @inline(__always)
  func least(_ other: Self) -> Self {
    Self(
      Swift.min(x, other.x), Swift.min(y, other.y), Swift.min(z, other.z), Swift.min(w, other.w))
  }

  @inline(__always)
  func greatest(_ other: Self) -> Self {
    Self(
      Swift.max(x, other.x), Swift.max(y, other.y), Swift.max(z, other.z), Swift.max(w, other.w))
  }
}
