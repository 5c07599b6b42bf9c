// Falsework
// SPDX-License-Identifier: MIT

/// The plain ground behind the subject of an opaque picture, estimated from the picture's border.
///
/// Each channel is a plane over the picture, so that a backdrop may be lit from one side. Pixels of
/// a subject that reaches the border are outliers: the fit starts from the medians and is repeated
/// with what lies near.
struct Backdrop: Sendable {
  /// How far a pixel of the backdrop may lie from its expected colour, 0…255.
  let tolerance: Float
  /// The share of the border that has the backdrop's colour.
  let borderShare: Float
  private let base: SIMD4<Float>
  private let slopeX: SIMD4<Float>
  private let slopeY: SIMD4<Float>

  init(of picture: ReducedPicture) {
    let samples = Self.borderSamples(of: picture)
    var fit = PlaneFit(constant: Self.medians(of: samples))
    var tolerance: Float = 0
    for _ in 0..<4 {
      let distances = samples.map { fit.distance($0) }
      tolerance = (10 + 4 * distances.sorted()[distances.count / 2]).clamped(16, 56)
      let near = samples.indices.filter { distances[$0] <= tolerance }.map { samples[$0] }
      fit = PlaneFit(near) ?? fit
    }
    self.tolerance = tolerance
    let inliers = samples.reduce(0) { fit.distance($1) <= tolerance ? $0 + 1 : $0 }
    borderShare = Float(inliers) / Float(samples.count)
    (base, slopeX, slopeY) = (fit.base, fit.slopeX, fit.slopeY)
  }

  /// Returns the expected colour at a pixel.
  @inline(__always)
  func colour(column: Int, row: Int) -> SIMD4<Float> {
    base + slopeX * Float(column) + slopeY * Float(row)
  }

  private static func borderSamples(of picture: ReducedPicture) -> [BackdropSample] {
    let (width, height) = (picture.width, picture.height)
    let top = (0..<width).map { ($0, 0) }
    let bottom = (0..<width).map { ($0, height - 1) }
    let sides = (0..<height).flatMap { [(0, $0), (width - 1, $0)] }
    return (top + bottom + sides).map { column, row in
      BackdropSample(
        x: Float(column), y: Float(row),
        colour: SIMD4<Float>(picture.pixels[row * width + column]))
    }
  }

  private static func medians(of samples: [BackdropSample]) -> SIMD4<Float> {
    var result = SIMD4<Float>.zero
    for channel in 0..<3 {
      result[channel] = samples.map { $0.colour[channel] }.sorted()[samples.count / 2]
    }
    return result
  }
}

/// A pixel of the border.
private struct BackdropSample {
  let x: Float
  let y: Float
  let colour: SIMD4<Float>
}

/// A plane for each channel with the least squared distance from samples.
private struct PlaneFit {
  let base: SIMD4<Float>
  let slopeX: SIMD4<Float>
  let slopeY: SIMD4<Float>

  init(constant: SIMD4<Float>) {
    (base, slopeX, slopeY) = (constant, .zero, .zero)
  }

  /// Solves the normal equations around the middle, or returns nil without samples.
  init?(_ samples: [BackdropSample]) {
    guard !samples.isEmpty else { return nil }
    let count = Float(samples.count)
    let meanX = samples.reduce(0) { $0 + $1.x } / count
    let meanY = samples.reduce(0) { $0 + $1.y } / count
    let mean = samples.reduce(SIMD4<Float>.zero) { $0 + $1.colour } / count
    var (xx, xy, yy): (Float, Float, Float) = (0, 0, 0)
    var (xColour, yColour) = (SIMD4<Float>.zero, SIMD4<Float>.zero)
    for sample in samples {
      let (x, y) = (sample.x - meanX, sample.y - meanY)
      xx += x * x
      xy += x * y
      yy += y * y
      xColour += (sample.colour - mean) * x
      yColour += (sample.colour - mean) * y
    }
    let determinant = xx * yy - xy * xy
    if determinant > 1e-3 * xx * yy, determinant > 0 {
      slopeX = (xColour * yy - yColour * xy) / determinant
      slopeY = (yColour * xx - xColour * xy) / determinant
    } else {
      (slopeX, slopeY) = (.zero, .zero)
    }
    base = mean - slopeX * meanX - slopeY * meanY
  }

  func distance(_ sample: BackdropSample) -> Float {
    var difference = sample.colour - (base + slopeX * sample.x + slopeY * sample.y)
    difference.w = 0
    return (difference * difference).sum().squareRoot()
  }
}
