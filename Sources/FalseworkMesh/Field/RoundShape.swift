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

extension Vector3 {
  static var one: Vector3 { Vector3(1, 1, 1) }

  func minimum(_ other: Vector3) -> Vector3 {
    Vector3(min(x, other.x), min(y, other.y), min(z, other.z))
  }

  func maximum(_ other: Vector3) -> Vector3 {
    Vector3(max(x, other.x), max(y, other.y), max(z, other.z))
  }
}
