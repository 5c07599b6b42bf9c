// Falsework
// SPDX-License-Identifier: MIT

/// The colours of a subject, spread over the whole raster and ever more softened.
///
/// Theory of operation (push and pull): each level is half as fine as the one before and averages
/// what is known there; then, from the coarsest up, what is unknown takes the colour of the next
/// level. So the colours of the outline spread outwards, and none of the backdrop comes in.
struct ColourPyramid: Sendable {
  struct Level: Sendable {
    let width: Int
    let height: Int
    /// Red, green and blue, 0…255, times the weight, and the weight: 1 for all once filled.
    var pixels: [SIMD4<Float>]
  }

  private(set) var levels: [Level] = []

  /// Spreads the colours of the pixels by the weights 0…1; some weight must be positive.
  init(_ picture: ReducedPicture, weights: [Float]) {
    let pixels = zip(picture.pixels, weights).map { pixel, weight in
      var colour = SIMD4<Float>(pixel)
      colour.w /= 255
      return colour * weight
    }
    self.init(Level(width: picture.width, height: picture.height, pixels: pixels))
  }

  /// Spreads the colours of what has weights already.
  init(_ level: Level) {
    levels = [level]
    while let last = levels.last, last.pixels.count > 1 { levels.append(Self.halved(last)) }
    fill()
  }

  /// Returns the colour at a place of the first level's raster, softened over 2^`level` pixels.
  @inline(__always)
  func sample(x: Float, y: Float, level: Int) -> SIMD4<Float> {
    let level = min(level, levels.count - 1)
    let scale = 1 / Float(1 << level)
    return Self.sample(levels[level], x: x * scale, y: y * scale)
  }

  /// Returns the colour softened to a degree between two levels.
  @inline(__always)
  func sample(x: Float, y: Float, level: Float) -> SIMD4<Float> {
    let whole = Int(level)
    let share = level - Float(whole)
    let colour = sample(x: x, y: y, level: whole)
    guard share > 0 else { return colour }
    return colour + (sample(x: x, y: y, level: whole + 1) - colour) * share
  }

  private static func halved(_ fine: Level) -> Level {
    let (width, height) = ((fine.width + 1) / 2, (fine.height + 1) / 2)
    var pixels: [SIMD4<Float>] = []
    pixels.reserveCapacity(width * height)
    for row in 0..<height {
      let upper = 2 * row * fine.width
      let lower = min(2 * row + 1, fine.height - 1) * fine.width
      for column in 0..<width {
        let (left, right) = (2 * column, min(2 * column + 1, fine.width - 1))
        let sum =
          (fine.pixels[upper + left] + fine.pixels[upper + right])
          + (fine.pixels[lower + left] + fine.pixels[lower + right])
        // What little is known of a square stands for all of it.
        pixels.append(sum / max(1, sum.w))
      }
    }
    return Level(width: width, height: height, pixels: pixels)
  }

  private mutating func fill() {
    let last = levels.count - 1
    levels[last].pixels[0] = levels[last].pixels[0] / max(levels[last].pixels[0].w, 1e-6)
    for index in (0..<last).reversed() {
      let coarse = levels[index + 1]
      let width = levels[index].width
      levels[index].pixels.withUnsafeMutableBufferPointer { pixels in
        for place in pixels.indices where pixels[place].w < 1 {
          let (row, column) = place.quotientAndRemainder(dividingBy: width)
          let under = Self.sample(
            coarse, x: (Float(column) + 0.5) / 2, y: (Float(row) + 0.5) / 2)
          pixels[place] += under * (1 - pixels[place].w)
        }
      }
    }
  }

  @inline(__always)
  private static func sample(_ level: Level, x: Float, y: Float) -> SIMD4<Float> {
    let across = (x - 0.5).clamped(0, Float(level.width - 1))
    let down = (y - 0.5).clamped(0, Float(level.height - 1))
    let (column, row) = (Int(across), Int(down))
    let right = min(column + 1, level.width - 1)
    let upper = row * level.width
    let lower = min(row + 1, level.height - 1) * level.width
    let share = across - Float(column)
    let top =
      level.pixels[upper + column]
      + (level.pixels[upper + right] - level.pixels[upper + column]) * share
    let bottom =
      level.pixels[lower + column]
      + (level.pixels[lower + right] - level.pixels[lower + column]) * share
    return top + (bottom - top) * (down - Float(row))
  }
}
