// Falsework
// SPDX-License-Identifier: MIT

/// The colours behind a subject: in each row those of its two ends, passing into each other.
///
/// Things mostly hang, stand or are banded along the vertical, so a row's ends tell best what goes
/// on behind, and nothing of a face in the middle shows. Large pictures are taken at half the size.
struct BridgedColours: Sendable {
  private let colours: ColourPyramid
  /// 1 for pictures at half the size, 0 for others.
  private let halvings: Int

  /// Takes the ends `inset` pixels inside of the outline, for drawings have outlines in black.
  init(_ source: ColourPyramid, over coverage: ScalarPlane, level: Float, inset: Float) {
    halvings = max(coverage.width, coverage.height) >= 128 ? 1 : 0
    let scale = Float(1 << halvings)
    let ends = source.levels[halvings]
    var bridged = ends
    for row in 0..<ends.height {
      let first = row * ends.width
      var start: Int?
      for column in 0...ends.width {
        let isInside =
          column < ends.width
          && coverage.sample(x: (Float(column) + 0.5) * scale, y: (Float(row) + 0.5) * scale)
            > level
        if isInside {
          start = start ?? column
          continue
        }
        if column < ends.width { bridged.pixels[first + column] = .zero }
        if let begin = start {
          let span = first + begin..<first + column
          Self.bridge(span, of: ends, inset: inset / scale, in: &bridged)
        }
        start = nil
      }
    }
    colours = ColourPyramid(bridged)
  }

  /// Returns the colour at a place, given in pixels of the picture at its full size.
  @inline(__always)
  func sample(x: Float, y: Float) -> SIMD4<Float> {
    let scale: Float = halvings == 0 ? 1 : 0.5
    return colours.sample(x: x * scale, y: y * scale, level: halvings)
  }

  /// Fills a part of a row with the passage from its one end to the other.
  private static func bridge(
    _ span: Range<Int>, of ends: ColourPyramid.Level, inset: Float,
    in level: inout ColourPyramid.Level
  ) {
    let step = Int(min(inset, Float(span.count) * 0.2))
    let left = ends.pixels[span.lowerBound + step]
    let right = ends.pixels[span.upperBound - 1 - step]
    let middle = Float(span.lowerBound + span.upperBound - 1) / 2
    let reach = max(Float(span.count) * 0.35, 1)
    for place in span {
      let share = (Float(place) - middle).ramp(-reach, reach)
      level.pixels[place] = left + (right - left) * share
    }
  }
}
