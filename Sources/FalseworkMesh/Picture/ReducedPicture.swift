// Falsework
// SPDX-License-Identifier: MIT

/// A picture shrunk by a whole factor, each pixel the mean of a square of the original.
///
/// Colours are multiplied by their opacity, so that the colour of what is transparent never counts.
struct ReducedPicture: Sendable {
  /// The sides of the squares in pixels of the original.
  let factor: Int
  let width: Int
  let height: Int
  /// Red, green and blue times opacity, and opacity, each 0…255; top row first.
  let pixels: [SIMD4<UInt8>]

  /// Shrinks the picture until no side is longer than `sideMax`.
  init(_ picture: Picture, sideMax: Int) {
    self.init(picture, factor: (max(picture.width, picture.height) + sideMax - 1) / sideMax)
  }

  /// Shrinks the picture; squares cut by the right and lower border are means of what they have.
  init(_ picture: Picture, factor: Int) {
    let width = (picture.width + factor - 1) / factor
    let height = (picture.height + factor - 1) / factor
    self.factor = factor
    self.width = width
    self.height = height
    pixels = [SIMD4<UInt8>](unsafeUninitializedCapacity: width * height) { buffer, count in
      count = width * height
      var sums = [SIMD4<UInt64>](repeating: .zero, count: width)
      picture.pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          let rows = row * factor..<min((row + 1) * factor, picture.height)
          Self.add(rows, of: picture, source, factor: factor, to: &sums)
          for column in 0..<width {
            let columns = min(factor, picture.width - column * factor)
            buffer[row * width + column] = Self.mean(sums[column], of: rows.count * columns)
            sums[column] = .zero
          }
        }
      }
    }
  }

  private static func add(
    _ rows: Range<Int>, of picture: Picture, _ source: UnsafeBufferPointer<UInt8>, factor: Int,
    to sums: inout [SIMD4<UInt64>]
  ) {
    for row in rows {
      var place = row * picture.width * 4
      for column in sums.indices {
        var sum = SIMD4<UInt32>.zero
        for _ in 0..<min(factor, picture.width - column * factor) {
          let alpha = UInt32(source[place + 3])
          let pixel = SIMD4<UInt32>(
            UInt32(source[place]), UInt32(source[place + 1]), UInt32(source[place + 2]), 255)
          sum = sum &+ pixel &* SIMD4(repeating: alpha)
          place += 4
        }
        sums[column] = sums[column] &+ SIMD4<UInt64>(truncatingIfNeeded: sum)
      }
    }
  }

  private static func mean(_ sum: SIMD4<UInt64>, of count: Int) -> SIMD4<UInt8> {
    let whole = SIMD4<UInt64>(repeating: 255 * UInt64(count))
    return SIMD4<UInt8>(truncatingIfNeeded: (sum &+ whole / 2) / whole)
  }

  /// The opacity of each pixel, 0…1.
  var opacity: ScalarPlane {
    ScalarPlane(width: width, height: height, values: pixels.map { Float($0.w) * (1 / 255) })
  }
}

extension Picture {
  /// Whether any pixel lets something shine through.
  var hasTransparency: Bool {
    pixels.withUnsafeBufferPointer { bytes in
      for place in stride(from: 3, to: bytes.count, by: 4) where bytes[place] != 255 {
        return true
      }
      return false
    }
  }
}
