// Falsework
// SPDX-License-Identifier: MIT

/// The head of a creature: skull, muzzle or beak, eyes, ears, horns.
struct CreatureHead {
  let middle: Vector3
  let radius: Float
  /// The sine and cosine of the turn to the side.
  private let turn: (sine: Float, cosine: Float)
  /// How far the head leans to a shoulder.
  private let lean: Float

  init(middle: Vector3, radius: Float, body: inout CreatureBody) {
    self.middle = middle
    self.radius = radius
    // Points of the circle by half-angle tangents, without libm.
    let tangent = body.draw(-0.13...0.13)
    let square = tangent * tangent
    turn = (2 * tangent / (1 + square), (1 - square) / (1 + square))
    lean = body.draw(-0.12...0.12)
  }

  /// Returns a place given in head radii: x to the side, y up, z along the muzzle.
  private func place(_ x: Float, _ y: Float, _ z: Float) -> Vector3 {
    let leaning = Vector3(x + lean * y, y - lean * x, z)
    let turned = Vector3(
      leaning.x * turn.cosine + leaning.z * turn.sine, leaning.y,
      leaning.z * turn.cosine - leaning.x * turn.sine)
    return middle + turned * radius
  }

  /// Builds a furry head with a muzzle.
  func build(on body: inout CreatureBody, hasBeak: Bool) {
    let width = body.draw(0.95...1.12)
    let height = body.draw(0.88...1.05)
    body.ball(middle, Vector3(width, height, 0.97) * radius, .fur, blend: 0.1)
    if hasBeak { addBeak(to: &body) } else { addMuzzle(to: &body) }
    addEyes(to: &body)
    if !hasBeak {
      addEars(to: &body)
      addHorns(to: &body)
    } else if body.chance(0.45) {
      addCrest(to: &body)
    }
  }

  private func addMuzzle(to body: inout CreatureBody) {
    let length = body.draw(0.15...0.75)
    let drop = body.draw(-0.42 ... -0.2)
    let thickness = body.draw(0.36...0.52)
    let tip = place(0, drop - length * 0.12, 0.75 + length)
    body.limb(
      place(0, drop * 0.9, 0.5), tip, thickness * radius, thickness * radius * 0.72, .muzzle,
      blend: 0.07)
    if body.chance(0.5) {
      for side: Float in [-1, 1] {
        body.ball(
          place(side * 0.3, drop - 0.12, 0.72), Vector3.one * (0.3 * radius), .muzzle, blend: 0.08)
      }
    }
    let nose = place(0, drop - length * 0.12 + thickness * 0.42, 0.75 + length + thickness * 0.5)
    body.ball(nose, Vector3(0.17, 0.12, 0.12) * radius, .nose, blend: 0.012)
  }

  private func addBeak(to body: inout CreatureBody) {
    let length = body.draw(0.35...1)
    let drop = body.draw(-0.25...0.05)
    body.limb(
      place(0, drop, 0.75), place(0, drop - 0.12, 1 + length), 0.3 * radius, 0.05 * radius, .beak,
      blend: 0.02)
  }

  private func addEyes(to body: inout CreatureBody) {
    let size = body.draw(0.17...0.3)
    let apart = body.draw(0.36...0.5)
    let level = body.draw(0.1...0.28)
    for side: Float in [-1, 1] {
      let ahead = (1 - apart * apart - level * level).squareRoot() * 0.93
      let ball = place(side * apart, level, ahead)
      let gaze = (place(side * 0.18, 0.02, 1) - middle).normalized
      body.ball(ball, Vector3.one * (size * radius), .eye(gaze: gaze), blend: 0.006)
    }
  }

  private func addEars(to body: inout CreatureBody) {
    let size = body.draw(0.8...1.25)
    switch body.generator.nextIndex(below: 5) {
    case 0:
      forBothSides { side in
        let base = place(side * 0.55, 0.68, -0.05)
        let tip = place(side * (0.6 + 0.22 * size), 0.75 + 0.75 * size, -0.12)
        body.limb(base, tip, 0.34 * radius, 0.06 * radius, .ear, blend: 0.05)
      }
    case 1:
      forBothSides { side in
        let middle = place(side * 0.82, 0.72, -0.1)
        body.ball(middle, Vector3(0.42, 0.42, 0.2) * (radius * size), .ear, blend: 0.05)
      }
    case 2:
      let droop = body.draw(0.5...1.3)
      forBothSides { side in
        let base = place(side * 0.72, 0.6, -0.1)
        let bend = place(side * 1.12, 0.35, -0.05)
        body.limb(base, bend, 0.2 * radius, 0.27 * radius, .ear, blend: 0.06)
        body.limb(
          bend, place(side * 1.2, 0.35 - droop, 0.08), 0.27 * radius, 0.2 * radius, .ear,
          blend: 0.06)
      }
    case 3:
      let length = body.draw(1...1.9)
      let bend = body.draw(-0.3...0.5)
      forBothSides { side in
        let base = place(side * 0.36, 0.8, -0.1)
        let middle = place(side * 0.5, 0.85 + length * 0.6, -0.18)
        body.limb(base, middle, 0.2 * radius, 0.25 * radius, .ear, blend: 0.05)
        body.limb(
          middle, place(side * (0.5 + bend), 0.85 + length, -0.1), 0.25 * radius, 0.1 * radius,
          .ear, blend: 0.05)
      }
    default: break
    }
  }

  private func addHorns(to body: inout CreatureBody) {
    let length = body.draw(0.5...1.2)
    switch body.generator.nextIndex(below: 7) {
    case 0:
      body.limb(
        place(0, 0.8, 0.45), place(0, 1.1 + length, 0.9), 0.15 * radius, 0.03 * radius, .horn,
        blend: 0.015)
    case 1:
      let out = body.draw(0.1...0.6)
      forBothSides { side in
        let knee = place(side * (0.42 + out * 0.7), 1.05 + length * 0.4, 0.05)
        let tip = place(side * (0.45 + out), 1.1 + length, 0.25)
        body.limb(
          place(side * 0.36, 0.8, 0.1), knee, 0.15 * radius, 0.11 * radius, .horn, blend: 0.015)
        body.limb(knee, tip, 0.11 * radius, 0.04 * radius, .horn, blend: 0.02)
      }
    default: break
    }
  }

  private func addCrest(to body: inout CreatureBody) {
    for step in 0..<3 {
      let back = Float(step) * 0.42
      let tip = place(0, 1.45 - back * 0.35, -0.15 - back)
      body.limb(
        place(0, 0.85 - back * 0.2, 0.25 - back), tip, 0.17 * radius, 0.07 * radius, .tailTip,
        blend: 0.04)
    }
  }

  private func forBothSides(_ build: (Float) -> Void) {
    for side: Float in [-1, 1] { build(side) }
  }
}
