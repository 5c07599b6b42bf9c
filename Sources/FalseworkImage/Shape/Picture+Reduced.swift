// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

extension Picture {
  /// Returns the picture with its longer side at most so long; each pixel is the mean of what it
  /// covers, in which transparent pixels have no colour.
  func reduced(toSide sideMax: Int) -> Picture {
    let longer = max(width, height)
    guard longer > sideMax else { return self }
    let columns = Coverage.all(from: width, to: max(1, (width * sideMax + longer / 2) / longer))
    let rows = Coverage.all(from: height, to: max(1, (height * sideMax + longer / 2) / longer))
    var reduced: [UInt8] = []
    reduced.reserveCapacity(4 * columns.count * rows.count)
    var sums = [PixelSum](repeating: PixelSum(), count: columns.count)
    pixels.withUnsafeBufferPointer { pixels in
      for row in rows {
        for index in sums.indices { sums[index] = PixelSum() }
        for (y, weight) in row.weights {
          for (index, column) in columns.enumerated() {
            sums[index].add(pixels, rowStart: 4 * y * width, column, weight)
          }
        }
        for sum in sums { sum.append(to: &reduced) }
      }
    }
    return Picture(width: columns.count, height: rows.count, pixels: reduced) ?? self
  }
}

/// The pixels of one line that a pixel of a shorter line covers, with whole numbers as weights.
private struct Coverage {
  let weights: [(place: Int, weight: UInt64)]

  /// Lays `to` pixels over `from`, of which there are at least as many.
  static func all(from: Int, to: Int) -> [Coverage] {
    (0..<to).map { index in
      // In units of 1/to of a pixel, so that every border lies on a whole one.
      let (start, end) = (index * from, (index + 1) * from)
      let places = start / to..<(end + to - 1) / to
      return Coverage(
        weights: places.map { place in
          (place, UInt64(min(end, (place + 1) * to) - max(start, place * to)))
        })
    }
  }
}

/// Colours weighted by their opacity and area.
private struct PixelSum {
  private var colour = SIMD4<UInt64>()
  private var area: UInt64 = 0

  mutating func add(
    _ pixels: UnsafeBufferPointer<UInt8>, rowStart: Int, _ column: Coverage, _ rowWeight: UInt64
  ) {
    for (x, weight) in column.weights {
      let place = rowStart + 4 * x
      let area = weight * rowWeight
      let alpha = UInt64(pixels[place + 3]) * area
      colour &+= SIMD4(
        UInt64(pixels[place]) * alpha, UInt64(pixels[place + 1]) * alpha,
        UInt64(pixels[place + 2]) * alpha, alpha)
      self.area += area
    }
  }

  func append(to pixels: inout [UInt8]) {
    let alpha = colour.w
    for channel in 0..<3 {
      pixels.append(alpha == 0 ? 0 : UInt8((colour[channel] + alpha / 2) / alpha))
    }
    pixels.append(UInt8((alpha + area / 2) / area))
  }
}
