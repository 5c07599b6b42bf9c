// Falsework
// SPDX-License-Identifier: MIT

/// A creature under construction: parts, their skins, and the draws that vary them.
struct CreatureBody {
  private var parts: [BlendedSolid.Part] = []
  private(set) var skins: [CreatureSkin] = []
  var generator: SeededGenerator

  init(generator: SeededGenerator) {
    self.generator = generator
  }

  /// Returns the parts; the higher the softness, 1 as a rule, the more they flow together.
  func parts(softness: Float) -> [BlendedSolid.Part] {
    parts.map { BlendedSolid.Part(shape: $0.shape, blend: $0.blend * softness) }
  }

  /// Nothing is thinner, so that no tip falls between the nodes and comes off.
  private static let radiusMin: Float = 0.022

  mutating func draw(_ range: ClosedRange<Float>) -> Float { generator.nextFloat(in: range) }

  mutating func chance(_ share: Float) -> Bool { generator.nextUnit() < share }

  mutating func limb(
    _ start: Vector3, _ end: Vector3, _ startRadius: Float, _ endRadius: Float,
    _ skin: CreatureSkin, blend: Float = 0.08
  ) {
    let radii = (max(startRadius, Self.radiusMin), max(endRadius, Self.radiusMin))
    add(.limb(from: start, to: end, radii: radii), skin, blend: blend)
  }

  mutating func ball(
    _ middle: Vector3, _ radii: Vector3, _ skin: CreatureSkin, blend: Float = 0.1
  ) {
    add(.ball(middle: middle, radii: radii), skin, blend: blend)
  }

  mutating func add(_ shape: RoundShape, _ skin: CreatureSkin, blend: Float) {
    parts.append(BlendedSolid.Part(shape: shape, blend: blend))
    skins.append(skin)
  }

  /// A leg with a bent knee and a foot; `swing` moves the foot to the front.
  mutating func leg(from hip: Vector3, foot: Vector3, thickness: Float, swing: Float) {
    let end = foot + Vector3(0, 0, swing)
    let knee = hip.mixed(end, 0.52) + Vector3(0, 0, 0.04 + abs(swing) * 0.25)
    limb(hip, knee, thickness * 1.3, thickness, .thigh, blend: 0.12)
    limb(
      knee, end + Vector3(0, thickness * 0.8, 0), thickness, thickness * 0.82, .limb, blend: 0.05)
    let middle = end + Vector3(0, thickness * 0.62, thickness * 0.5)
    let radii = Vector3(thickness * 1.05, thickness * 0.7, thickness * 1.5)
    ball(middle, radii, .paw, blend: 0.05)
  }

  /// A chain of limbs that bends step by step.
  mutating func chain(
    from start: Vector3, towards direction: Vector3, bend: Vector3, length: Float, count: Int,
    radii: (Float, Float), skin: CreatureSkin, blend: Float = 0.06
  ) {
    var point = start
    var heading = direction.normalized
    let step = length / Float(count)
    for index in 0..<count {
      let next = point + heading * step
      let near = radii.0.mixed(radii.1, Float(index) / Float(count))
      let far = radii.0.mixed(radii.1, Float(index + 1) / Float(count))
      let isLast = 2 * index >= count
      limb(point, next, near, far, isLast && skin == .tail ? .tailTip : skin, blend: blend)
      point = next
      heading = (heading + bend * (1 / Float(count))).normalized
    }
  }
}
