// Falsework
// SPDX-License-Identifier: MIT

/// The colour of the subject at a place of the frame.
struct PreviewShader {
  private let subject: PreviewSubject
  private let camera: PreviewCamera
  /// For each triangle the number of its part.
  private let partOfFace: [UInt16]
  private let halfway: Vector3

  init(_ subject: PreviewSubject, _ camera: PreviewCamera) {
    self.subject = subject
    self.camera = camera
    var parts = [UInt16](repeating: 0, count: subject.corners.count / 3)
    for (index, part) in subject.parts.enumerated() {
      for face in part.faces { parts[face] = UInt16(truncatingIfNeeded: index) }
    }
    partOfFace = parts
    halfway = (Vector3(-0.55, 0.75, 0.72).normalized + camera.forward * -1).normalized
  }

  /// Returns linear red, green and blue.
  func colour(_ face: Int, _ seen: [Vector3], _ x: Float, _ y: Float) -> Vector3 {
    let corners = (
      Int(subject.corners[face * 3]), Int(subject.corners[face * 3 + 1]),
      Int(subject.corners[face * 3 + 2])
    )
    let shape = PreviewFace(seen[corners.0], seen[corners.1], seen[corners.2])
    var (u, v) = shape.weights(x, y)
    var w = 1 - u - v
    // In the scene the shares are those of the frame divided by the distances.
    (u, v, w) = (u * shape.a.z, v * shape.b.z, w * shape.c.z)
    let scale = 1 / (u + v + w)
    (u, v, w) = (u * scale, v * scale, w * scale)
    let part = subject.parts[Int(partOfFace[face])]
    var albedo = part.colour
    if let texture = part.texture {
      let coordinates = subject.coordinates
      albedo = texture.colour(
        coordinates[corners.0] * u + coordinates[corners.1] * v + coordinates[corners.2] * w
      ).scaled(by: albedo)
    } else {
      albedo = albedo * 0.55
    }
    let normals = subject.normals
    let normal =
      (normals[corners.0] * u + normals[corners.1] * v + normals[corners.2] * w).normalizedOrUp
    let light = subject.light
    let lit = light[corners.0] * u + light[corners.1] * v + light[corners.2] * w
    return Self.toned(albedo.scaled(by: lit) + gloss(normal, lit))
  }

  /// A broad highlight and a pale rim.
  private func gloss(_ normal: Vector3, _ light: Vector3) -> Vector3 {
    let shine = max(0, normal.dot(halfway))
    let second = shine * shine
    let fourth = second * second
    let eighth = fourth * fourth
    let sixteenth = eighth * eighth
    let edge = 1 - max(0, -normal.dot(camera.forward))
    let rim = edge * edge * edge
    return light * (sixteenth * eighth * 0.07 + rim * 0.10)
  }

  /// Rolls off what is brighter than paper.
  @inline(__always)
  private static func toned(_ colour: Vector3) -> Vector3 {
    func roll(_ light: Float) -> Float {
      light < 0.7 ? light : 0.7 + (light - 0.7) / (1 + (light - 0.7) * 2.2)
    }
    return Vector3(roll(colour.x), roll(colour.y), roll(colour.z))
  }
}

/// The ground and the wall behind the subject, which run into each other.
struct PreviewStage {
  private let camera: PreviewCamera
  private let ground: GroundShadow

  init(_ camera: PreviewCamera, _ ground: GroundShadow) {
    self.camera = camera
    self.ground = ground
  }

  /// Returns linear red, green and blue at a place of the frame.
  func colour(_ place: SIMD2<Float>) -> Vector3 {
    let fromMiddle = place.x * place.x + (place.y + 0.1) * (place.y + 0.1)
    let wall = Vector3(0.86, 0.865, 0.88) * (1 - 0.10 * fromMiddle - 0.04 * place.y)
    let ray = camera.ray(x: place.x, y: place.y)
    guard ray.y < -0.01 else { return wall }
    let distance = (ground.level - camera.eye.y) / ray.y
    let point = camera.eye + ray * distance
    return wall * ground.share(x: point.x, z: point.z)
  }
}
