// Falsework
// SPDX-License-Identifier: MIT

/// A picture's subject as a solid: its outline swollen to both sides, lightly modelled in front.
struct SwollenPicture {
  let mesh: TriangleMesh
  let paint: PicturePaint
  let subject: PictureSubject

  /// Makes the solid, or returns nil if every pixel of the picture is wholly transparent.
  ///
  /// The surface has about `faceCount` triangles.
  init?(_ picture: Picture, parameters: MeshParameters, faceCount: Int) {
    guard let traced = TracedSubject(picture, faceCount: faceCount) else { return nil }
    let (raster, silhouette) = (traced.raster, traced.silhouette)
    guard silhouette.subject == .wholeFrame, picture.hasTransparency else {
      self.init(picture, raster, silhouette, traced.outline, parameters)
      return
    }
    // Nothing is cut out of a panel: what was transparent is white there.
    let opaque = picture.onWhite
    self.init(
      opaque, ReducedPicture(opaque, factor: raster.factor), silhouette, traced.outline, parameters)
  }

  private init(
    _ picture: Picture, _ raster: ReducedPicture, _ silhouette: Silhouette,
    _ outline: SampledOutline, _ parameters: MeshParameters
  ) {
    var generator = SeededGenerator(seed: parameters.seed.value, stream: 11)
    subject = silhouette.subject
    let grid = outline.grid
    let frame = PictureFrame(of: grid, factor: raster.factor)
    let trust = silhouette.subject == .beforeBackdrop ? silhouette.certainty() : nil
    let colours = ColourPyramid(raster, weights: trust?.values ?? raster.certainty())
    let relief = PictureRelief(
      grid: grid, frame: frame, colours: colours, detail: parameters.detail,
      noise: GradientNoise(generator: &generator))
    let depth = generator.nextFloat(in: 0.95...1.05) * parameters.detail.depth
    let inflation = Inflation(
      of: outline.coverage, level: Silhouette.level, grid: grid,
      rules: silhouette.profile.rules(depth: depth))
    mesh = relief.mesh(
      of: outline.coverage, heights: inflation.heights, profile: silhouette.profile)
    let fineness = frame.longest * frame.factor / (0.55 * Float(parameters.textureSize))
    let factor = max(1, Int(fineness))
    paint = PicturePaint(
      detail: factor == raster.factor ? raster : ReducedPicture(picture, factor: factor),
      trust: trust, surroundings: colours,
      back: BridgedColours(
        colours, over: silhouette.coverage, level: Silhouette.level, inset: 0.03 * frame.longest),
      frame: frame, grain: GradientNoise(generator: &generator))
  }
}

extension Silhouette.Profile {
  /// The way in which the profile swells; `depth` is 1 as a rule.
  fileprivate func rules(depth: Float) -> InflationRules {
    switch self {
    case .swollen: InflationRules(pressure: 3 * depth, reach: 0.18 * depth)
    case .slab: InflationRules(pressure: 4.5, reach: 0.022 * depth)
    }
  }
}

extension Silhouette {
  /// How surely each pixel belongs to the subject: nothing of the edge's mixed colours.
  fileprivate func certainty() -> ScalarPlane {
    ScalarPlane(
      width: coverage.width, height: coverage.height,
      values: coverage.values.map { $0.ramp(0.7, 0.95) })
  }
}

extension ReducedPicture {
  /// The weights of colours where opacity says what is there: little for the nearly transparent.
  fileprivate func certainty() -> [Float] {
    pixels.map { $0.w > 127 ? 1 : Float($0.w) * (1 / 2_550) }
  }
}

/// The front's modelling: what is brighter than its surroundings stands out a little.
struct PictureRelief {
  let grid: NodeGrid
  let frame: PictureFrame
  let colours: ColourPyramid
  let detail: MeshDetail
  let noise: GradientNoise

  /// Returns the surface over the nodes inside; heights in pixels, the result in the frame's units.
  func mesh(of nodes: ScalarPlane, heights: [Float], profile: Silhouette.Profile) -> TriangleMesh {
    var front = heights
    var back = heights
    let strength: Float = profile == .slab ? 0.014 : 0.032
    for index in heights.indices where heights[index] > 0 {
      let (row, column) = index.quotientAndRemainder(dividingBy: nodes.width)
      let (x, y) = (grid.x(column), grid.y(row))
      let height = heights[index]
      let room = min(1, height / (0.05 * frame.longest))
      let rise = contrast(x, y) * detail.relief * strength * frame.longest * room
      front[index] = max(height * 0.4, height + rise)
      let wave = noise.sample(Vector3(x, y, 0) * (5 / frame.longest))
      back[index] = -height * (0.82 + 0.08 * wave)
    }
    let sheets = ReliefSheets(
      front: front, back: back, coverage: nodes, level: Silhouette.level)
    var mesh = sheets.mesh()
    let scale = grid.spacing / frame.longest
    let left = (grid.originX - frame.middleX) / frame.longest
    let top = (frame.middleY - grid.originY) / frame.longest
    for index in mesh.points.indices {
      let point = mesh.points[index]
      mesh.points[index] = Vector3(
        left + point.x * scale, top + point.y * scale, point.z / frame.longest)
    }
    return mesh
  }

  /// How much brighter a place is than what surrounds it, −0.7…0.7.
  private func contrast(_ x: Float, _ y: Float) -> Float {
    let near = colours.sample(x: x, y: y, level: detail.blur)
    let far = colours.sample(x: x, y: y, level: 5)
    let difference = near - far
    let light = difference.x * 0.3 + difference.y * 0.59 + difference.z * 0.11
    // Black beside white is no cliff.
    return light / (128 + abs(light))
  }
}
