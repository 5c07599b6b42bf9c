// Falsework
// SPDX-License-Identifier: MIT

/// Gradient noise over integer-hashed lattice points: smooth, about −1…1, zero on average.
///
/// The gradients are the eight corners of a cube, so a dot product is three sign flips, and no
/// table is read. Coordinates must stay within ±1000.
struct GradientNoise: Sendable {
  private let seed: UInt32

  init(generator: inout SeededGenerator) {
    seed = UInt32(truncatingIfNeeded: generator.nextBits())
  }

  /// Returns the noise at a point.
  func sample(_ point: Vector3) -> Float { sample(point, octave: 0) }

  /// Returns the sum of octaves, each of twice the frequency and half the height, within −1…1.
  func fractal(_ point: Vector3, octaves: UInt32) -> Float {
    var sum: Float = 0
    var height: Float = 0.5
    var place = point
    for octave in 0..<octaves {
      sum += sample(place, octave: octave) * height
      place = place * 2.03
      height *= 0.5
    }
    return sum
  }

  /// Returns the sum of whole octaves and of a share of one more.
  func fractal(_ point: Vector3, softOctaves octaves: Float) -> Float {
    let whole = UInt32(octaves)
    let share = octaves - Float(whole)
    let sum = fractal(point, octaves: whole)
    guard share > 0 else { return sum }
    return sum + (fractal(point, octaves: whole + 1) - sum) * share
  }

  /// Returns octaves folded at zero into sharp crests, within 0…1.
  func ridged(_ point: Vector3, octaves: UInt32) -> Float {
    var sum: Float = 0
    var height: Float = 0.5
    var place = point
    for octave in 0..<octaves {
      let value = sample(place, octave: octave)
      sum += (1 - (value < 0 ? -value : value)) * height
      place = place * 2.07
      height *= 0.5
    }
    return sum
  }

  @inline(__always)
  private func sample(_ point: Vector3, octave: UInt32) -> Float {
    let (cellX, x) = Self.split(point.x)
    let (cellY, y) = Self.split(point.y)
    let (cellZ, z) = Self.split(point.z)
    let salt = seed &+ octave &* 0x9E37_79B9
    let x0 = cellX &* 0x8DA6_B343 ^ salt
    let x1 = (cellX &+ 1) &* 0x8DA6_B343 ^ salt
    let y0 = cellY &* 0xD816_3841
    let y1 = (cellY &+ 1) &* 0xD816_3841
    let z0 = cellZ &* 0xCB1A_B31F
    let z1 = (cellZ &+ 1) &* 0xCB1A_B31F
    let fadeX = Self.fade(x)
    let fadeY = Self.fade(y)
    let fadeZ = Self.fade(z)
    let near = Self.corner(x0 ^ y0 ^ z0, x, y, z)
      .mixed(Self.corner(x1 ^ y0 ^ z0, x - 1, y, z), fadeX)
      .mixed(
        Self.corner(x0 ^ y1 ^ z0, x, y - 1, z)
          .mixed(Self.corner(x1 ^ y1 ^ z0, x - 1, y - 1, z), fadeX), fadeY)
    let far = Self.corner(x0 ^ y0 ^ z1, x, y, z - 1)
      .mixed(Self.corner(x1 ^ y0 ^ z1, x - 1, y, z - 1), fadeX)
      .mixed(
        Self.corner(x0 ^ y1 ^ z1, x, y - 1, z - 1)
          .mixed(Self.corner(x1 ^ y1 ^ z1, x - 1, y - 1, z - 1), fadeX), fadeY)
    return near.mixed(far, fadeZ)
  }

  /// Splits a coordinate into its cell and the place inside; adding 1024 makes truncation a floor.
  @inline(__always)
  private static func split(_ coordinate: Float) -> (cell: UInt32, place: Float) {
    let cell = Int32(coordinate + 1024) &- 1024
    return (UInt32(bitPattern: cell), coordinate - Float(cell))
  }

  @inline(__always)
  private static func fade(_ place: Float) -> Float {
    place * place * place * (place * (place * 6 - 15) + 10)
  }

  /// The dot product with the cube corner that three bits of the mixed hash choose.
  @inline(__always)
  private static func corner(_ hash: UInt32, _ x: Float, _ y: Float, _ z: Float) -> Float {
    var bits = hash
    bits = (bits ^ (bits >> 15)) &* 0x2C1B_3C6D
    bits ^= bits >> 12
    bits = bits &* 0x297A_2D39
    let sign: UInt32 = 0x8000_0000
    return Float(bitPattern: x.bitPattern ^ (bits & sign))
      + Float(bitPattern: y.bitPattern ^ ((bits &<< 1) & sign))
      + Float(bitPattern: z.bitPattern ^ ((bits &<< 2) & sign))
  }
}
