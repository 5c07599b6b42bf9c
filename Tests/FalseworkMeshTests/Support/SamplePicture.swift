// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

/// Pictures drawn pixel by pixel.
enum SamplePicture {
  typealias Pixel = SIMD4<UInt8>

  static let clear = Pixel(255, 0, 255, 0)
  static let magenta = Pixel(255, 0, 255, 255)
  static let green = Pixel(20, 160, 60, 255)
  static let blue = Pixel(30, 60, 200, 255)

  static func draw(_ width: Int, _ height: Int, _ pixel: (Int, Int) -> Pixel) throws -> Picture {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(width * height * 4)
    for row in 0..<height {
      for column in 0..<width {
        let colour = pixel(column, row)
        for channel in 0..<4 { pixels.append(colour[channel]) }
      }
    }
    return try #require(Picture(width: width, height: height, pixels: pixels))
  }

  /// A disc in the middle, its radius a third of the side.
  static func disc(_ side: Int, on ground: Pixel, ring: Bool = false) throws -> Picture {
    try draw(side, side) { column, row in
      let (x, y) = (2 * column + 1 - side, 2 * row + 1 - side)
      let distance = 9 * (x * x + y * y)
      let isInside = distance < 4 * side * side && (!ring || distance > side * side)
      return isInside ? (column < side / 2 ? green : blue) : ground
    }
  }

  /// Pixels that are there or not by the draw of a generator.
  static func noise(
    _ width: Int, _ height: Int, density: Float, seed: UInt64, opaque: Bool = false
  ) throws -> Picture {
    var generator = SeededGenerator(seed: seed)
    return try draw(width, height) { _, _ in
      let bits = generator.nextBits()
      let isThere = opaque || generator.nextUnit() < density
      return Pixel(
        UInt8(bits & 0xFF), UInt8(bits >> 8 & 0xFF), UInt8(bits >> 16 & 0xFF), isThere ? 255 : 0)
    }
  }

  static func checkerboard(_ side: Int, cell: Int, opaque: Bool = false) throws -> Picture {
    try draw(side, side) { column, row in
      (column / cell + row / cell).isMultiple(of: 2) ? green : (opaque ? magenta : clear)
    }
  }

  /// Lines of a pixel: a cross, a frame and a diagonal.
  static func lines(_ side: Int) throws -> Picture {
    try draw(side, side) { column, row in
      let isLine =
        column == side / 2 || row == side / 2 || column == row || column == 2 || row == 2
        || column == side - 3 || row == side - 3
      return isLine ? blue : clear
    }
  }

  /// Blobs, bars and holes thrown together.
  static func jumble(seed: UInt64) throws -> Picture {
    var generator = SeededGenerator(seed: seed, stream: 5)
    let width = 8 + generator.nextIndex(below: 40)
    let height = 8 + generator.nextIndex(below: 40)
    var pixels = [Pixel](repeating: clear, count: width * height)
    for _ in 0..<3 + generator.nextIndex(below: 9) {
      let left = generator.nextIndex(below: width)
      let top = generator.nextIndex(below: height)
      let right = min(width, left + 1 + generator.nextIndex(below: width / 2))
      let bottom = min(height, top + 1 + generator.nextIndex(below: height / 2))
      let bits = generator.nextBits()
      let alpha: UInt8 = generator.nextUnit() < 0.35 ? 0 : (bits & 1 == 0 ? 255 : UInt8(bits >> 56))
      for row in top..<bottom {
        for column in left..<right where bits >> 8 & 3 > 0 || (column + row).isMultiple(of: 2) {
          pixels[row * width + column] = Pixel(
            UInt8(bits >> 16 & 0xFF), UInt8(bits >> 24 & 0xFF), UInt8(bits >> 32 & 0xFF), alpha)
        }
      }
    }
    return try draw(width, height) { pixels[$1 * width + $0] }
  }
}
