// Falsework
// SPDX-License-Identifier: MIT

/// Lamps all around the subject, each with a map of what it sees, so that shadows are soft.
struct LampDome {
  private let lamps: [Lamp]

  init(_ subject: PreviewSubject) {
    lamps = Self.rig.map { Lamp($0.direction, colour: $0.colour, subject) }
  }

  /// Sets the light that falls on each vertex of the subject.
  func light(_ subject: inout PreviewSubject) {
    subject.light = subject.points.indices.map { index in
      let normal = subject.normals[index]
      // A step away from the surface, so that it does not shade itself.
      let point = subject.points[index] + normal * 0.014
      var sum = Self.bounce * (0.5 - 0.5 * normal.y)
      for lamp in lamps {
        let slant = normal.dot(lamp.direction)
        guard slant > 0 else { continue }
        sum = sum + lamp.colour * (slant * lamp.visibility(of: point))
      }
      return sum
    }
  }

  /// Returns the share of the light that reaches a place of the ground.
  func groundLight(at point: Vector3) -> Float {
    var (found, whole): (Float, Float) = (0, 0)
    for lamp in lamps where lamp.direction.y > 0 {
      let light = lamp.direction.y * (lamp.colour.x + lamp.colour.y + lamp.colour.z)
      whole += light
      found += light * lamp.visibility(of: point)
    }
    return whole > 0 ? found / whole : 1
  }

  /// What the ground throws back from below.
  private static let bounce = Vector3(0.30, 0.29, 0.28)

  /// Eighths of a circle.
  private static let compass: [(x: Float, z: Float)] = [
    (0, 1), (0.7071, 0.7071), (1, 0), (0.7071, -0.7071), (0, -1), (-0.7071, -0.7071), (-1, 0),
    (-0.7071, 0.7071),
  ]

  /// A warm key light of four lamps at the front left, and a pale sky of seventeen.
  private static let rig: [(direction: Vector3, colour: Vector3)] = {
    let key = Vector3(0.235, 0.222, 0.203)
    let sky = Vector3(0.058, 0.062, 0.068)
    var rig: [(Vector3, Vector3)] = [(-0.58, 0.92), (-0.38, 0.98), (-0.46, 0.82), (-0.62, 0.78)]
      .map { (Vector3($0.0, $0.1, 0.70).normalized, key) }
    for (index, (x, z)) in compass.enumerated() {
      // Neighbours differ in height, so that their shadows do not fall in steps.
      let height: Float = index.isMultiple(of: 2) ? 0.32 : 0.55
      rig.append((Vector3(x, height, z).normalized, sky))
      rig.append((Vector3(z * 0.6, 1.1, x * 0.6).normalized, sky))
    }
    rig.append((Vector3(0, 1, 0), sky))
    return rig
  }()
}

/// A lamp at infinity and the nearest surface in each direction of its light.
private struct Lamp {
  let direction: Vector3
  let colour: Vector3
  private let across: Vector3
  private let along: Vector3
  private let map: DepthMap

  init(_ direction: Vector3, colour: Vector3, _ subject: PreviewSubject) {
    self.direction = direction
    self.colour = colour
    let helper = direction.y.magnitude < 0.9 ? Vector3(0, 1, 0) : Vector3(1, 0, 0)
    across = helper.cross(direction).normalized
    along = direction.cross(across)
    var map = DepthMap()
    let (across, along) = (across, along)
    let seen = subject.points.map { point in
      Vector3(
        DepthMap.place(point.dot(across)), DepthMap.place(point.dot(along)),
        point.dot(direction))
    }
    map.draw(seen, subject.corners)
    self.map = map
  }

  func visibility(of point: Vector3) -> Float {
    map.visibility(
      DepthMap.place(point.dot(across)), DepthMap.place(point.dot(along)), point.dot(direction))
  }
}
