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
      picture.pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          let rows = row * factor..<min((row + 1) * factor, picture.height)
          for column in 0..<width {
            let columns = column * factor..<min((column + 1) * factor, picture.width)
            buffer[row * width + column] = Self.mean(
              of: source, rows: rows, columns: columns, width: picture.width)
          }
        }
      }
    }
  }

  /// The mean of a square, which may have 16,384 pixels in a row and as many rows.
  @inline(__always)
  private static func mean(
    of source: UnsafeBufferPointer<UInt8>, rows: Range<Int>, columns: Range<Int>, width: Int
  ) -> SIMD4<UInt8> {
    var total = SIMD4<UInt64>.zero
    for row in rows {
      var sum = SIMD4<UInt32>.zero
      var place = (row * width + columns.lowerBound) * 4
      for _ in columns {
        let pixel = SIMD4<UInt32>(
          UInt32(source[place]), UInt32(source[place + 1]), UInt32(source[place + 2]), 255)
        sum &+= pixel &* SIMD4(repeating: UInt32(source[place + 3]))
        place += 4
      }
      total &+= SIMD4<UInt64>(truncatingIfNeeded: sum)
    }
    let whole = 255 * UInt64(rows.count * columns.count)
    return SIMD4<UInt8>(
      truncatingIfNeeded: SIMD4<UInt64>(
        (total.x + whole / 2) / whole, (total.y + whole / 2) / whole,
        (total.z + whole / 2) / whole, (total.w + whole / 2) / whole))
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
