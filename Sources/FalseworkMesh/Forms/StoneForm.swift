// Falsework
// SPDX-License-Identifier: MIT

/// A boulder: a ball cut by smoothed planes and roughened; banded, mottled and grown with moss.
struct StoneForm: StarForm {
  private struct Cut: Sendable {
    let normal: Vector3
    let distance: Float
  }

  private let cuts: [Cut]
  private let stretch: Vector3
  private let roughness: Float
  private let noise: GradientNoise
  private let palette: StonePalette
  private let bandFrequency: Float
  private let mossLevel: Float

  init(generator: inout SeededGenerator) {
    let count = 9 + generator.nextIndex(below: 8)
    cuts = (0..<count).map { _ in
      Cut(normal: generator.nextDirection(), distance: generator.nextFloat(in: 0.58...0.92))
    }
    stretch = Vector3(
      generator.nextFloat(in: 0.85...1.25), generator.nextFloat(in: 0.65...1.05),
      generator.nextFloat(in: 0.85...1.15))
    roughness = generator.nextFloat(in: 0.06...0.12)
    noise = GradientNoise(generator: &generator)
    palette = StonePalette(generator: &generator)
    bandFrequency = generator.nextFloat(in: 5...11)
    mossLevel = generator.nextFloat(in: 0.05...0.75)
  }

  func radius(_ direction: Vector3) -> Float {
    var radius: Float = 1
    for cut in cuts {
      let slope = direction.dot(cut.normal)
      // A plane seen at a low angle is far away; beyond 4 it cannot touch the ball.
      radius = Self.softMinimum(radius, slope > cut.distance / 4 ? cut.distance / slope : 4)
    }
    radius += noise.fractal(direction * 1.7, octaves: 3) * roughness * 1.6
    radius -= noise.ridged(direction * 3.1, octaves: 3) * roughness
    let unstretched = Vector3(
      direction.x / stretch.x, direction.y / stretch.y, direction.z / stretch.z)
    return (radius / unstretched.length).clamped(0.2, 2)
  }

  func paint(_ place: SurfacePlace) -> Paint {
    let point = place.point
    let wide = noise.fractal(point * 2.3, octaves: 3)
    let fine = noise.fractal(point * 13, octaves: 3)
    let warp = noise.sample(point * 1.3 + Vector3(7, 3, 5))
    let bands = noise.sample(Vector3(warp, point.y * bandFrequency + warp * 3, wide))
    var colour = palette.body.mixed(palette.light, (wide + 0.45 + bands * 0.35).clamped(0, 1))
    colour = colour.mixed(palette.vein, (bands - 0.1).ramp(0.15, 0.5) * 0.6)
    colour = colour.lit(1 + fine * 0.42)
    let crack = noise.ridged(point * 4.3 + Vector3(2, 9, 4), octaves: 2)
    colour = colour.lit(1 - 0.45 * crack.ramp(0.66, 0.75))
    let moss = (place.direction.y + wide * 1.2 + fine * 0.7 + place.crease * 0.6)
      .ramp(mossLevel, mossLevel + 0.22)
    let green = palette.moss.mixed(palette.mossTip, (fine * 1.8 + 0.5).clamped(0, 1))
    colour = colour.mixed(green, moss * 0.92)
    return Paint(colour: colour, grain: 1 + moss * 0.5).shaded(at: place, depth: 1.1)
  }

  /// The smaller of two numbers, rounded off where they are within 0.1 of each other.
  private static func softMinimum(_ left: Float, _ right: Float) -> Float {
    let near = (0.1 - abs(left - right)) / 0.1
    return min(left, right) - (near > 0 ? near * near * 0.025 : 0)
  }
}

/// The colours of one boulder.
struct StonePalette: Sendable {
  let body: Colour
  let light: Colour
  let vein: Colour
  let moss: Colour
  let mossTip: Colour

  init(generator: inout SeededGenerator) {
    let hexes: [UInt32] = generator.nextElement(of: [
      [0x6E6A64, 0xA8A399, 0xD9D2C3, 0x4C5A24, 0x93A04A],  // granite
      [0x8A5A3C, 0xC68F62, 0xE8C79A, 0x5B6230, 0xA3A45A],  // sandstone
      [0x47505C, 0x7E8B98, 0xC9D3D8, 0x2F5A3C, 0x7BA36B],  // slate
      [0x5A4048, 0x97707A, 0xD8B7AE, 0x66612A, 0xC2B04E],  // porphyry
      [0x3F5F5A, 0x79A094, 0xCFE3D2, 0x7A5A2C, 0xC99A4A],  // serpentine and rust
    ])
    let colours = hexes.map { Colour($0).varied(by: 9, using: &generator) }
    (body, light, vein) = (colours[0], colours[1], colours[2])
    (moss, mossTip) = (colours[3], colours[4])
  }
}
