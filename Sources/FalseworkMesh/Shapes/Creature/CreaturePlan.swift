// Falsework
// SPDX-License-Identifier: MIT

/// The builds of creatures.
public enum CreaturePlan: String, Sendable, Hashable, CaseIterable {
  /// On four legs, from squat to tall.
  case walker
  /// Upright on two legs, with arms.
  case sitter
  /// On two thin legs, with wings and a beak.
  case bird
  /// Low under a shell, on four or six short legs.
  case crawler
}

extension CreaturePlan {
  /// Adds everything but the head and returns where the head belongs and its radius.
  func build(on body: inout CreatureBody) -> (middle: Vector3, radius: Float) {
    switch self {
    case .walker: Self.walker(&body)
    case .sitter: Self.sitter(&body)
    case .bird: Self.bird(&body)
    case .crawler: Self.crawler(&body)
    }
  }

  private static func walker(_ body: inout CreatureBody) -> (middle: Vector3, radius: Float) {
    let half = body.draw(0.34...0.62)
    let girth = body.draw(0.24...0.38)
    let legs = body.draw(0.3...0.85)
    let back = legs + girth * 0.75
    let hip = Vector3(0, back + body.draw(-0.03...0.03), -half)
    let chest = Vector3(0, back + body.draw(-0.04...0.1), half * 0.9)
    body.limb(hip, chest, girth * body.draw(0.85...1.02), girth * body.draw(0.92...1.1), .fur)
    body.ball(
      hip.mixed(chest, 0.5) - Vector3(0, girth * 0.15, 0),
      Vector3(girth * 0.95, girth * 0.95, half), .fur, blend: 0.15)
    let thickness = body.draw(0.075...0.12) + girth * 0.06
    let stride = body.draw(0.02...0.17) * (legs / 0.6)
    let stance = girth * body.draw(0.58...0.72)
    for (index, side) in ([-1, 1, -1, 1] as [Float]).enumerated() {
      let along = index < 2 ? chest.z * 0.92 : hip.z * 0.88
      let swing = stride * side * (index < 2 ? 1 : -1)
      body.leg(
        from: Vector3(side * stance * 0.85, back - girth * 0.25, along),
        foot: Vector3(side * stance, 0, along), thickness: thickness, swing: swing)
    }
    addTail(to: &body, from: hip + Vector3(0, girth * 0.3, -girth * 0.8), size: half + girth)
    if body.chance(0.22) { addSpikes(to: &body, from: hip, to: chest, height: girth) }
    let radius = body.draw(0.25...0.36)
    let neck = body.chance(0.25) ? body.draw(0.5...0.95) : body.draw(0.12...0.35)
    let rise = body.draw(0.5...1.1)
    let base = chest + Vector3(0, girth * 0.35, girth * 0.35)
    let head = base + Vector3(0, rise, 0.75).normalized * (neck + radius * 0.7)
    body.limb(base, head, girth * 0.62, radius * 0.62, .fur, blend: 0.14)
    return (head, radius)
  }

  private static func sitter(_ body: inout CreatureBody) -> (middle: Vector3, radius: Float) {
    let girth = body.draw(0.3...0.46)
    let height = body.draw(0.34...0.55)
    let legs = body.draw(0.14...0.34)
    let middle = Vector3(0, legs + height * 0.9, 0)
    body.ball(middle, Vector3(girth, height, girth * 0.92), .fur)
    body.ball(
      Vector3(0, legs + height * 0.55, 0.02), Vector3(girth * 1.08, height * 0.6, girth), .fur,
      blend: 0.14)
    let thickness = body.draw(0.1...0.15)
    let wave = body.draw(0...1)
    let raised: Float = body.chance(0.35) ? (body.chance(0.5) ? 1 : -1) : 0
    for side: Float in [-1, 1] {
      let hip = Vector3(side * girth * 0.52, legs + 0.12, 0.05)
      body.leg(
        from: hip, foot: Vector3(side * girth * 0.62, 0, 0.06), thickness: thickness * 1.1,
        swing: body.draw(0...0.08))
      let shoulder = middle + Vector3(side * girth * 0.78, height * 0.5, 0.02)
      let reach = Vector3(
        side * (0.2 + wave * 0.14), side == raised ? 0.3 : -0.3 - wave * 0.06, 0.18)
      let elbow = shoulder + Vector3(side * 0.14, side == raised ? 0.02 : -0.15, 0.04)
      body.limb(shoulder, elbow, thickness, thickness * 0.9, .fur, blend: 0.1)
      body.limb(elbow, shoulder + reach, thickness * 0.9, thickness * 0.95, .limb, blend: 0.05)
    }
    addTail(to: &body, from: Vector3(0, legs + height * 0.35, -girth * 0.85), size: girth * 1.6)
    let radius = girth * body.draw(0.82...1.15)
    let head = middle + Vector3(0, height * 0.82 + radius * 0.75, 0.04)
    return (head, radius)
  }

  private static func bird(_ body: inout CreatureBody) -> (middle: Vector3, radius: Float) {
    let girth = body.draw(0.28...0.42)
    let legs = body.draw(0.22...0.7)
    let lean = body.draw(0.1...0.42)
    let rump = Vector3(0, legs + girth * 0.8, -girth * 0.75)
    let breast = Vector3(0, legs + girth * (0.9 + lean), girth * 0.3)
    body.limb(rump, breast, girth * 0.6, girth, .fur)
    let fan = girth * body.draw(1...2.2)
    let lift = body.draw(0.1...0.7)
    for side: Float in [-1, -0.5, 0, 0.5, 1] {
      let tip = rump + Vector3(side * fan * 0.34, fan * lift - abs(side) * 0.05, -fan * 0.8)
      body.limb(rump, tip, girth * 0.16, girth * 0.2, .tailTip, blend: 0.09)
    }
    let spread = body.chance(0.5) ? body.draw(0.5...1) : 0
    for side: Float in [-1, 1] {
      addWing(to: &body, at: breast, girth: girth, side: side, spread: spread)
      let hip = Vector3(side * girth * 0.42, legs + girth * 0.35, -girth * 0.1)
      let foot = Vector3(side * girth * 0.5, 0.05, body.draw(-0.05...0.1))
      body.limb(hip, foot, 0.065, 0.042, .beak, blend: 0.05)
      for toe: Float in [-0.6, 0, 0.6] {
        body.limb(
          foot, foot + Vector3(toe * 0.2, -0.015, 0.2), 0.045, 0.03, .beak, blend: 0.02)
      }
    }
    let radius = girth * body.draw(0.55...0.85)
    let neck = body.chance(0.3) ? body.draw(0.3...0.7) : 0.05
    let head = breast + Vector3(0, girth * 0.75 + radius * 0.5 + neck, girth * 0.25 + neck * 0.3)
    body.limb(
      breast + Vector3(0, girth * 0.3, 0), head, girth * 0.6, radius * 0.6, .fur, blend: 0.12)
    return (head, radius)
  }

  /// A folded wing lies along the side; a spread one fans out its feathers.
  private static func addWing(
    to body: inout CreatureBody, at breast: Vector3, girth: Float, side: Float, spread: Float
  ) {
    let shoulder = breast + Vector3(side * girth * 0.8, girth * 0.15, -girth * 0.1)
    guard spread > 0 else {
      body.ball(
        shoulder + Vector3(0, -girth * 0.1, -girth * 0.4),
        Vector3(girth * 0.26, girth * 0.52, girth * 0.95), .thigh, blend: 0.03)
      let tip = shoulder + Vector3(-side * girth * 0.1, -girth * 0.3, -girth * 1.5)
      body.limb(
        shoulder + Vector3(side * girth * 0.05, -girth * 0.2, -girth * 0.6), tip, girth * 0.24,
        girth * 0.1, .tailTip, blend: 0.05)
      return
    }
    for feather in 0..<5 {
      let turn = Float(feather) / 4
      let reach = Vector3(
        side * (1.6 - turn * 0.75), 0.35 * spread + 0.25 - turn * 0.95, -turn * 0.55)
      body.limb(
        shoulder, shoulder + reach * (girth * (0.7 + 0.5 * spread)), girth * 0.2, girth * 0.17,
        turn < 0.3 ? .thigh : .limb, blend: 0.07)
    }
  }

  private static func crawler(_ body: inout CreatureBody) -> (middle: Vector3, radius: Float) {
    let width = body.draw(0.36...0.5)
    let half = body.draw(0.42...0.68)
    let dome = body.draw(0.24...0.48)
    let legs = body.draw(0.14...0.26)
    body.ball(Vector3(0, legs + 0.1, 0), Vector3(width * 0.88, 0.17, half * 0.92), .fur)
    body.ball(Vector3(0, legs + 0.16, -0.02), Vector3(width, dome, half), .shell, blend: 0.025)
    let pairs = body.chance(0.5) ? 2 : 3
    for pair in 0..<pairs {
      let along = half * (0.62 - 1.24 * Float(pair) / Float(pairs - 1))
      for side: Float in [-1, 1] {
        body.leg(
          from: Vector3(side * width * 0.7, legs + 0.06, along),
          foot: Vector3(side * width * 1.05, 0, along * 1.12), thickness: body.draw(0.085...0.1),
          swing: body.draw(-0.07...0.09))
      }
    }
    addTail(to: &body, from: Vector3(0, legs + 0.1, -half * 0.85), size: half * 0.8)
    let radius = body.draw(0.2...0.3)
    let rise = body.draw(0.1...0.42)
    let base = Vector3(0, legs + 0.12, half * 0.8)
    let head = base + Vector3(0, rise, radius + 0.12)
    body.limb(base, head, 0.15, radius * 0.65, .fur, blend: 0.1)
    return (head, radius)
  }

  private static func addTail(to body: inout CreatureBody, from base: Vector3, size: Float) {
    let side = body.draw(-0.5...0.5)
    switch body.generator.nextIndex(below: 5) {
    case 0:
      let radius = size * body.draw(0.13...0.2)
      body.ball(base + Vector3(0, 0, -radius * 0.3), Vector3.one * radius, .tailTip, blend: 0.04)
    case 1:
      body.chain(
        from: base, towards: Vector3(side * 0.4, 0.3, -1), bend: Vector3(side, 1.5, 0.3),
        length: size * body.draw(0.8...1.3), count: 5, radii: (0.07, 0.05), skin: .tail)
    case 2:
      body.chain(
        from: base, towards: Vector3(side * 0.3, 0.1, -1), bend: Vector3(side, 1.3, 0),
        length: size * body.draw(0.7...1), count: 4, radii: (0.09, 0.17), skin: .tail, blend: 0.1)
    case 3:
      body.chain(
        from: base, towards: Vector3(0, -0.25, -1), bend: Vector3(side * 1.4, -0.1, 0),
        length: size * body.draw(0.9...1.5), count: 5, radii: (size * 0.17, 0.03), skin: .tail,
        blend: 0.1)
    default: break
    }
  }

  private static func addSpikes(
    to body: inout CreatureBody, from hip: Vector3, to chest: Vector3, height: Float
  ) {
    for step in 0..<5 {
      let place = hip.mixed(chest, Float(step) / 4)
      let size = 1 - abs(Float(step) - 2) * 0.18
      body.limb(
        place + Vector3(0, height * 0.85, 0),
        place + Vector3(0, height * (1.1 + 0.45 * size), -0.04),
        0.085 * size, 0.02, .horn, blend: 0.02)
    }
  }
}
