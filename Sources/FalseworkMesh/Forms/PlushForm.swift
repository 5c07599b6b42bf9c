// Falsework
// SPDX-License-Identifier: MIT

/// A stuffed animal in one piece: ears, paws, snout and tail swell out of a round body.
struct PlushForm: StarForm {
  private let body: Vector3
  private let ears: Bump
  private let arms: Bump
  private let feet: Bump
  private let snout: Bump
  private let tail: Bump
  private let eye: Vector3
  private let eyeCosine: Float
  private let noise: GradientNoise
  private let palette: PlushPalette
  private let patchLevel: Float

  init(generator: inout SeededGenerator) {
    body = Vector3(
      generator.nextFloat(in: 0.9...1.08), generator.nextFloat(in: 0.98...1.25),
      generator.nextFloat(in: 0.85...1))
    ears = Bump(
      towards: Vector3(generator.nextFloat(in: 0.42...0.8), 0.85, -0.06),
      height: generator.nextFloat(in: 0.3...0.75), cosine: generator.nextFloat(in: 0.9...0.95))
    arms = Bump(
      towards: Vector3(0.95, generator.nextFloat(in: -0.22...0), 0.4),
      height: generator.nextFloat(in: 0.24...0.42), cosine: 0.9)
    feet = Bump(
      towards: Vector3(0.5, -0.78, generator.nextFloat(in: 0.4...0.6)),
      height: generator.nextFloat(in: 0.25...0.42), cosine: 0.88)
    snout = Bump(
      towards: Vector3(0, 0.2, 1), height: generator.nextFloat(in: 0.1...0.26), cosine: 0.93)
    tail = Bump(
      towards: Vector3(0, -0.35, -1), height: generator.nextFloat(in: 0.15...0.45), cosine: 0.93)
    eye = Vector3(generator.nextFloat(in: 0.32...0.4), 0.5, 0.85).normalized
    eyeCosine = generator.nextFloat(in: 0.990...0.9945)
    noise = GradientNoise(generator: &generator)
    palette = PlushPalette(generator: &generator)
    patchLevel = generator.nextFloat(in: 0.1...0.6)
  }

  func radius(_ direction: Vector3) -> Float {
    let half = direction.foldedLeftToRight
    var radius =
      1 / Vector3(direction.x / body.x, direction.y / body.y, direction.z / body.z).length
    radius *= 1 - 0.12 * (0.3 - abs(direction.y - 0.08)).ramp(0, 0.3)
    radius += ears.rise(half) + arms.rise(half) + feet.rise(half)
    radius += snout.rise(direction) + tail.rise(direction)
    radius += noise.fractal(direction * 2.2, octaves: 3) * 0.05
    return radius.clamped(0.2, 2.4)
  }

  func paint(_ place: SurfacePlace) -> Paint {
    let direction = place.direction
    let half = direction.foldedLeftToRight
    let wide = noise.fractal(place.point * 1.6, octaves: 2)
    let tufts = noise.fractal(place.point * 9, octaves: 3)
    let hairs = noise.sample(place.point * 43)
    let edge = tufts * 0.09
    var colour = palette.fur.mixed(palette.patch, (wide + edge).ramp(patchLevel, patchLevel + 0.1))
    let belly = direction.dot(Vector3(0, -0.42, 0.907)) + edge
    colour = colour.mixed(palette.belly, belly.ramp(0.78, 0.84))
    colour = colour.mixed(palette.belly, (snout.share(direction) + edge).ramp(0.3, 0.42))
    let tips = max(arms.share(half), feet.share(half), tail.share(direction))
    colour = colour.mixed(palette.tips, (tips + edge).ramp(0.5, 0.62))
    let innerEar = ears.share(half) * half.z.ramp(-0.02, 0.1) + edge
    colour = colour.mixed(palette.tips, innerEar.ramp(0.42, 0.55))
    colour = colour.lit(1 + tufts * 0.45 + hairs * 0.16)
    var paint = Paint(colour: colour, grain: 1.25).shaded(at: place, depth: 0.75)
    drawSeam(direction, on: &paint)
    drawFace(direction, half, on: &paint)
    return paint
  }

  /// A dark line from brow to tail where the two halves are sewn together.
  private func drawSeam(_ direction: Vector3, on paint: inout Paint) {
    let across = abs(direction.x)
    let behind = (0.55 - direction.z).ramp(0, 0.1)
    let line = (0.02 - across).ramp(0, 0.014) * behind
    paint.colour = paint.colour.lit(1 - 0.4 * line)
  }

  private func drawFace(_ direction: Vector3, _ half: Vector3, on paint: inout Paint) {
    let cosine = half.dot(eye)
    let ring = cosine.ramp(eyeCosine - 0.008, eyeCosine - 0.004)
    let disc = cosine.ramp(eyeCosine, eyeCosine + 0.0015)
    let glint = (eye + Vector3(0.02, 0.04, 0)).normalized.dot(half).ramp(0.9985, 0.9993)
    let nose = direction.dot(Vector3(0, 0.32, 0.947)).ramp(0.991, 0.993)
    let blush = half.dot(Vector3(0.58, 0.2, 0.79)).ramp(0.975, 1) * 0.6
    paint.colour = paint.colour.mixed(palette.blush, blush)
    paint.colour = paint.colour.mixed(palette.belly, ring * 0.8)
    paint.colour = paint.colour.mixed(palette.eye, max(disc, nose))
    paint.colour = paint.colour.mixed(Colour(0xF4F2EC), glint)
    paint.grain *= 1 - 0.8 * max(disc, nose)
  }
}

/// A smooth swelling around one direction.
private struct Bump: Sendable {
  let centre: Vector3
  let height: Float
  let cosine: Float

  init(towards centre: Vector3, height: Float, cosine: Float) {
    self.centre = centre.normalized
    self.height = height
    self.cosine = cosine
  }

  /// Returns 1 at the middle, falling to 0 at the rim.
  func share(_ direction: Vector3) -> Float { direction.dot(centre).ramp(cosine - 0.08, 1) }

  func rise(_ direction: Vector3) -> Float { height * share(direction) }
}

/// The colours of one stuffed animal.
struct PlushPalette: Sendable {
  let fur: Colour
  let patch: Colour
  let belly: Colour
  let tips: Colour
  let blush: Colour
  let eye: Colour

  init(generator: inout SeededGenerator) {
    let hexes: [UInt32] = generator.nextElement(of: [
      [0xB5793F, 0x8A5528, 0xEFD9B4, 0x7A4526, 0xE09A80, 0x1C1512],  // bear
      [0xD9772E, 0xB85A1E, 0xF7EBD6, 0x47302A, 0xF0A08A, 0x17110F],  // fox
      [0x8E98A6, 0x6A7484, 0xE6E8EA, 0xD8A3A8, 0xE8B0B4, 0x14161C],  // mouse
      [0xEFE6DA, 0xD9C4A8, 0xFBF7F0, 0xE9A9B0, 0xF4B8B0, 0x241A1A],  // rabbit
      [0x6FA58C, 0x4F8570, 0xE8EFCF, 0xE2B04A, 0xEBA68E, 0x14201C],  // dragon
      [0x9A7BB5, 0x7A5C9A, 0xEADDF0, 0xF0B95A, 0xF0A0B8, 0x1A1424],  // monster
    ])
    let colours = hexes.map { Colour($0).varied(by: 8, using: &generator) }
    (fur, patch, belly) = (colours[0], colours[1], colours[2])
    (tips, blush, eye) = (colours[3], colours[4], colours[5])
  }
}
