// Falsework
// SPDX-License-Identifier: MIT

/// The colours of a swollen picture: the picture itself in front; on the sides the colours next to
/// the outline; behind, those of both sides passing into each other, a little darker.
struct PicturePaint: SurfacePaint {
  /// The picture at the texture's fineness.
  let detail: ReducedPicture
  /// How much of each pixel is surely the subject's; none where opacity tells.
  let trust: ScalarPlane?
  /// The subject's colours beyond its outline, in the pixels of the outline's raster.
  let surroundings: ColourPyramid
  let back: BridgedColours
  let frame: PictureFrame
  let grain: GradientNoise

  func colour(at point: Vector3, normal: Vector3) -> Colour {
    let x = frame.pixelX(point)
    let y = frame.pixelY(point)
    let facing = normal.z
    if facing > 0.55 { return Self.colour(front(x, y)) }
    // Where the surface turns away, the colour comes from a little way inside the outline.
    let inwards = frame.longest * 0.012
    let side = surroundings.sample(x: x - normal.x * inwards, y: y + normal.y * inwards, level: 1)
    if facing > 0 {
      return Self.colour(side * 0.96).mixed(Self.colour(front(x, y)), facing.ramp(0.12, 0.55))
    }
    let shade = 0.96 - 0.1 * (-facing).ramp(0, 0.5)
    let texture = 1 + 0.1 * grain.fractal(point * 14, octaves: 3)
    let behind = back.sample(x: x, y: y)
    let share = (-facing).ramp(0.1, 0.6)
    return Self.colour(side + (behind - side) * share).lit(shade * texture)
  }

  /// The picture over the colours that surround the subject.
  @inline(__always)
  private func front(_ x: Float, _ y: Float) -> SIMD4<Float> {
    let scale = frame.factor / Float(detail.factor)
    var pixel = sample(x * scale, y * scale)
    if let trust { pixel *= trust.sample(x: x, y: y) }
    guard pixel.w < 254.5 else { return pixel }
    return pixel + surroundings.sample(x: x, y: y, level: 0) * (1 - pixel.w * (1 / 255))
  }

  @inline(__always)
  private func sample(_ x: Float, _ y: Float) -> SIMD4<Float> {
    let across = (x - 0.5).clamped(0, Float(detail.width - 1))
    let down = (y - 0.5).clamped(0, Float(detail.height - 1))
    let (column, row) = (Int(across), Int(down))
    let right = min(column + 1, detail.width - 1)
    let upper = row * detail.width
    let lower = min(row + 1, detail.height - 1) * detail.width
    let share = across - Float(column)
    let topLeft = SIMD4<Float>(detail.pixels[upper + column])
    let bottomLeft = SIMD4<Float>(detail.pixels[lower + column])
    let top = topLeft + (SIMD4<Float>(detail.pixels[upper + right]) - topLeft) * share
    let bottom = bottomLeft + (SIMD4<Float>(detail.pixels[lower + right]) - bottomLeft) * share
    return top + (bottom - top) * (down - Float(row))
  }

  @inline(__always)
  private static func colour(_ pixel: SIMD4<Float>) -> Colour {
    Colour(red: pixel.x, green: pixel.y, blue: pixel.z)
  }
}

/// Where the pixels of the outline's raster lie in the coordinates of the mesh.
struct PictureFrame: Sendable {
  /// How many pixels of the original make one of the raster.
  let factor: Float
  /// The pixels that become a length of 1.
  let longest: Float
  /// The place that becomes the middle.
  let middleX: Float
  let middleY: Float

  init(of grid: NodeGrid, factor: Int) {
    self.factor = Float(factor)
    longest = grid.longest
    middleX = grid.originX + grid.spacing * Float(grid.columns - 1) / 2
    middleY = grid.originY + grid.spacing * Float(grid.rows - 1) / 2
  }

  @inline(__always)
  func pixelX(_ point: Vector3) -> Float { point.x * longest + middleX }

  @inline(__always)
  func pixelY(_ point: Vector3) -> Float { middleY - point.y * longest }
}
