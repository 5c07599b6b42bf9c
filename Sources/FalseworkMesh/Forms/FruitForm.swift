// Falsework
// SPDX-License-Identifier: MIT

/// A fruit or gourd: lobes around an upright axis, a dimple and a stem, streaked and freckled.
struct FruitForm: StarForm {
  private let lobeCount: Int
  private let lobeDepth: Float
  private let height: Float
  private let taper: Float
  private let dimple: Float
  private let stem: Vector3
  private let stemHeight: Float
  private let sunny: Vector3
  private let freckles: Float
  private let noise: GradientNoise
  private let palette: FruitPalette

  init(generator: inout SeededGenerator) {
    lobeCount = generator.nextElement(of: [0, 5, 6, 8, 10])
    lobeDepth = generator.nextFloat(in: 0.05...0.13)
    height = generator.nextFloat(in: 0.72...1.12)
    taper = generator.nextFloat(in: -0.06...0.24)
    dimple = generator.nextFloat(in: 0.12...0.26)
    stem =
      Vector3(
        generator.nextFloat(in: -0.09...0.09), 1, generator.nextFloat(in: -0.09...0.09)
      ).normalized
    stemHeight = generator.nextFloat(in: 0.28...0.42)
    sunny =
      Vector3(
        generator.nextFloat(in: -0.8...0.8), 0.35, generator.nextFloat(in: 0.3...0.9)
      ).normalized
    freckles = generator.nextFloat(in: 0.2...0.95)
    noise = GradientNoise(generator: &generator)
    palette = FruitPalette(generator: &generator)
  }

  func radius(_ direction: Vector3) -> Float {
    let tall = Vector3(direction.x, direction.y / height, direction.z).length
    var radius = 1 / tall
    radius *= 1 - taper * direction.y
    radius -= lobeDepth * groove(direction)
    radius -= dimple * direction.y.ramp(0.62, 1)
    radius -= dimple * 0.5 * (-direction.y).ramp(0.75, 1)
    radius += noise.fractal(direction * 1.4, octaves: 3) * 0.07
    radius += stemHeight * stemShare(direction)
    return radius.clamped(0.2, 2)
  }

  func paint(_ place: SurfacePlace) -> Paint {
    let (point, direction) = (place.point, place.direction)
    let wide = noise.fractal(point * 1.9, octaves: 2)
    // Squeezed along the axis, noise becomes streaks that run from pole to pole.
    let streak = noise.fractal(
      Vector3(direction.x * 11, direction.y * 1.6, direction.z * 11), octaves: 3)
    let fine = noise.fractal(point * 17, octaves: 2)
    let sun = (direction.dot(sunny) * 0.75 + wide * 0.6 + streak * 0.35).ramp(-0.35, 0.75)
    var colour = palette.shade.mixed(palette.skin, sun)
    colour = colour.mixed(palette.streak, (streak + wide * 0.4).ramp(0.02, 0.45) * 0.7)
    colour = colour.mixed(palette.skin, groove(direction) * 0.25)
    let spot = noise.sample(point * 19 + Vector3(3, 1, 8))
    colour = colour.mixed(palette.freckle, spot.ramp(0.38, 0.58) * freckles)
    colour = colour.lit(1 + fine * 0.16)
    let crown = (direction.y + calyx(direction) * 0.1 + wide * 0.05).ramp(0.82, 0.86)
    colour = colour.mixed(palette.leaf.lit(1 + streak * 0.7 + fine * 0.3), crown)
    let wood = palette.stem.lit(1 + fine * 0.8 + streak * 0.5)
    colour = colour.mixed(wood, stemShare(direction).ramp(0.08, 0.35))
    return Paint(colour: colour, grain: 0.85 + crown * 0.6).shaded(at: place, depth: 0.9)
  }

  /// Returns 1 in the grooves between lobes and 0 on their crests, vanishing at the poles.
  private func groove(_ direction: Vector3) -> Float {
    guard lobeCount > 0 else { return 0 }
    let (wave, width) = Self.wave(direction, count: lobeCount)
    let crest = (1 + wave) * 0.5
    return (1 - crest) * (1 - crest) * width.ramp(0.05, 0.7)
  }

  private func calyx(_ direction: Vector3) -> Float {
    Self.wave(direction, count: 5).wave
  }

  private func stemShare(_ direction: Vector3) -> Float {
    direction.dot(stem).ramp(0.972, 0.992)
  }

  /// The cosine of `count` times the angle around the axis, by powers of a complex number.
  private static func wave(_ direction: Vector3, count: Int) -> (wave: Float, width: Float) {
    let width = (direction.x * direction.x + direction.z * direction.z).squareRoot()
    guard width > 1e-4 else { return (0, 0) }
    let (unitX, unitZ) = (direction.x / width, direction.z / width)
    var (x, z) = (unitX, unitZ)
    for _ in 1..<count { (x, z) = (x * unitX - z * unitZ, x * unitZ + z * unitX) }
    return (x, width)
  }
}

/// The colours of one fruit.
struct FruitPalette: Sendable {
  let skin: Colour
  let shade: Colour
  let streak: Colour
  let freckle: Colour
  let leaf: Colour
  let stem: Colour

  init(generator: inout SeededGenerator) {
    let hexes: [UInt32] = generator.nextElement(of: [
      [0xC8322B, 0xB9A23A, 0x8E1B22, 0xF0D9A0, 0x4F6B2A, 0x5B4128],  // apple
      [0xE07A1F, 0xB9521A, 0xF2A540, 0xF6CF8A, 0x5D7033, 0x6B5A34],  // pumpkin
      [0x5F8F35, 0x2F5C2C, 0xB5C565, 0xE3E6A8, 0x3D6A2F, 0x6A5233],  // melon
      [0xE8B92E, 0x9FA63A, 0xD9812A, 0x7A5A26, 0x56702D, 0x4E3A22],  // quince
      [0x6E3B78, 0x3C2552, 0xA8627F, 0xD9B3C8, 0x4A6B3E, 0x54402C],  // plum
      [0xF09A86, 0xE7C06A, 0xC9485A, 0xFFE6C9, 0x5F8240, 0x60452B],  // peach
    ])
    let colours = hexes.map { Colour($0).varied(by: 10, using: &generator) }
    (skin, shade, streak) = (colours[0], colours[1], colours[2])
    (freckle, leaf, stem) = (colours[3], colours[4], colours[5])
  }
}
