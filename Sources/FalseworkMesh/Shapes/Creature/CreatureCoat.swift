// Falsework
// SPDX-License-Identifier: MIT

/// What a part of a creature is covered with.
enum CreatureSkin: Sendable, Hashable {
  /// Fur, with the coat's pattern and a light belly.
  case fur
  /// Fur without the belly.
  case thigh
  /// Fur that turns into the colour of paws towards the end.
  case limb
  /// The colour of paws.
  case paw
  /// The lighter fur of muzzles.
  case muzzle
  /// Fur outside, bare skin in front.
  case ear
  /// Fur, at the root of a tail.
  case tail
  /// The colour of paws, at the ends of tails, wings and crests.
  case tailTip
  case horn
  case beak
  case nose
  case shell
  case eye(gaze: Vector3)
}

/// The patterns of fur.
enum CreaturePattern: Sendable, Hashable, CaseIterable {
  case plain
  case spots
  case stripes
  case patches
  case saddle
}

/// The colours of a creature and where they go.
struct CreatureCoat: Sendable {
  let fur: Colour
  let belly: Colour
  let marks: Colour
  let paws: Colour
  let horn: Colour
  let beak: Colour
  let skin: Colour
  let iris: Colour
  let shell: Colour
  let pattern: CreaturePattern
  let frequency: Float
  let share: Float
  /// How high on the body the light belly reaches, by the slope of the surface.
  let bellyLevel: Float

  init(generator: inout SeededGenerator) {
    let isNatural = generator.nextUnit() < 0.55
    let hue = isNatural ? generator.nextFloat(in: 0.02...0.12) : generator.nextUnit()
    let saturation = generator.nextFloat(in: isNatural ? 0.15...0.72 : 0.35...0.7)
    let light = generator.nextFloat(in: 0.48...0.9)
    fur = Colour(hue: hue, saturation: saturation, value: light)
    belly = fur.mixed(Colour(0xFBF3E4), generator.nextFloat(in: 0.55...0.9))
    let turn = generator.nextElement(of: [0, 0, 0.07, -0.06, 0.5, 0.33] as [Float])
    let darkness = generator.nextFloat(in: 0.3...0.6)
    marks =
      turn == 0 && light < 0.6 && generator.nextUnit() < 0.4
      ? belly : Colour(hue: hue + turn, saturation: saturation * 1.1, value: light * darkness)
    paws = generator.nextElement(of: [marks, belly, fur.lit(0.45), fur])
    horn = Colour(0xE6D6B4).mixed(Colour(0x6B5A48), generator.nextUnit())
    beak = Colour(
      hue: generator.nextFloat(in: 0.05...0.13), saturation: 0.8,
      value: generator.nextFloat(in: 0.55...0.95))
    skin = fur.mixed(Colour(0xE79A96), 0.6)
    iris = Colour(
      hue: generator.nextUnit(), saturation: 0.6, value: generator.nextFloat(in: 0.3...0.7))
    shell = Colour(
      hue: hue + generator.nextFloat(in: 0.08...0.5), saturation: 0.55,
      value: generator.nextFloat(in: 0.4...0.7))
    pattern = generator.nextElement(of: CreaturePattern.allCases)
    frequency = generator.nextFloat(in: 2.6...5)
    share = generator.nextFloat(in: 0.02...0.2)
    bellyLevel = generator.nextFloat(in: 0.3...0.75)
  }

  /// Returns the colour of fur on the back and on limbs.
  func fur(at point: Vector3, normal: Vector3, wide: Float, noise: GradientNoise) -> Colour {
    fur.mixed(marks, marking(at: point, normal: normal, wide: wide, noise: noise))
  }

  /// How much of the light belly shows: it is underneath and a little in front.
  func bellyShare(normal: Vector3, wide: Float) -> Float {
    (-normal.y * 0.9 + normal.z * 0.25 + wide * 0.2).ramp(bellyLevel, bellyLevel + 0.12)
  }

  private func marking(
    at point: Vector3, normal: Vector3, wide: Float, noise: GradientNoise
  ) -> Float {
    switch pattern {
    case .plain: return (wide + normal.y * 0.3).ramp(0.3, 0.75) * 0.35
    case .spots:
      return noise.sample(point * (frequency * 1.6)).ramp(share + 0.1, share + 0.17)
    case .stripes:
      let along = (point.z * 0.8 + point.y * 0.75) * frequency + wide * 0.9
      let wave = along - Float(Int(along + 64) - 64)
      return (abs(wave - 0.5) * 2).ramp(0.55 + share, 0.7 + share)
    case .patches: return noise.sample(point * (frequency * 0.5)).ramp(share, share + 0.06)
    case .saddle: return (normal.y + wide * 0.35).ramp(0.35 + share, 0.45 + share)
    }
  }
}

extension Colour {
  /// A colour from its hue, any number of turns, and two shares; piecewise linear.
  init(hue: Float, saturation: Float, value: Float) {
    let turn = (hue - hue.rounded(.down)) * 6
    func component(_ peak: Float) -> Float {
      let off = abs(turn - peak)
      let near = (2 - min(off, 6 - off)).clamped(0, 1)
      return 255 * value * (1 - saturation.clamped(0, 1) * (1 - near))
    }
    self.init(red: component(0), green: component(2), blue: component(4))
  }
}
