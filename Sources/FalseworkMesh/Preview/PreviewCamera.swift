// Falsework
// SPDX-License-Identifier: MIT

/// A long lens at the front right, a little above the subject, which fills most of the frame.
struct PreviewCamera {
  /// The distance of the frame from the eye in halves of its width: a view of 26 degrees.
  static let focalLength: Float = 4.33
  /// The share of the frame that the subject may fill.
  private static let fill: Float = 0.76

  let eye: Vector3
  let right: Vector3
  let up: Vector3
  let forward: Vector3

  init(_ subject: PreviewSubject) {
    let back = Vector3(0.50, 0.36, 0.86).normalized
    forward = back * -1
    right = forward.cross(Vector3(0, 1, 0)).normalized
    up = right.cross(forward)
    var box = PointBox()
    for point in subject.points {
      box.add(Vector3(point.dot(right), point.dot(up), point.dot(back)))
    }
    let (low, high) = (box.lower ?? Vector3(0, 0, 0), box.upper ?? Vector3(0, 0, 0))
    let (x, y) = ((low.x + high.x) * 0.5, (low.y + high.y) * 0.5)
    let scale = Self.focalLength / Self.fill
    let (right, up) = (right, up)
    let distance = subject.points.reduce(Float(2)) { distance, point in
      let aside = max((point.dot(right) - x).magnitude, (point.dot(up) - y).magnitude)
      return max(distance, point.dot(back) + aside * scale)
    }
    // A little room below for the shadow.
    eye = right * x + up * (y - 0.02) + back * distance
  }

  /// Returns the place in the frame, from −1 to 1 in x and y, and one over the distance in z.
  @inline(__always)
  func projected(_ point: Vector3) -> Vector3 {
    let seen = point - eye
    let inverse = 1 / max(seen.dot(forward), 0.01)
    let scale = inverse * Self.focalLength
    return Vector3(seen.dot(right) * scale, seen.dot(up) * scale, inverse)
  }

  /// Returns the direction in which a place of the frame is seen.
  @inline(__always)
  func ray(x: Float, y: Float) -> Vector3 {
    right * x + up * y + forward * Self.focalLength
  }
}
