// Falsework
// SPDX-License-Identifier: MIT

/// Paints the texture of a star: the form's paint at the corners of small cells, then texels.
///
/// Theory of operation: evaluating noise for every texel would cost more than all other steps
/// together. So the paint is asked for once per cell of 2×2 or 4×4 texels, in three dimensions and
/// therefore seamlessly, and a row of cells is spread to texels by linear steps in 16.16 fixed
/// point. Grain, the part that no interpolation can give, is hashed per texel.
struct TexturePainter<Form: StarForm> {
  private let form: Form
  private let surface: StarSurface
  private let side: Int
  private let cellSide: Int
  private let columns: [GridStep]

  init(form: Form, surface: StarSurface, side: Int) {
    self.form = form
    self.surface = surface
    self.side = side
    let cellSide = side <= 512 ? 2 : 4
    self.cellSide = cellSide
    let cells = surface.grid.side - 1
    columns = (0...side / cellSide).map {
      GridStep(texture: Float($0 * cellSide) / Float(side), cellCount: cells)
    }
  }

  /// Returns side × side RGB texels, top row first.
  func paintedTexels(seed: MeshSeed) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: side * side * 3) { buffer, count in
      count = side * side * 3
      guard let texels = buffer.baseAddress else { return }
      let spread = CellSpread(
        side: side, cellSide: cellSide,
        grainSeed: UInt32(truncatingIfNeeded: IntegerHash.mix(seed.value &+ 77)))
      var upper = [Int32](repeating: 0, count: columns.count * CellSpread.channelCount)
      var lower = upper
      paintCorners(row: 0, into: &upper)
      for cellRow in 0..<side / cellSide {
        paintCorners(row: cellRow + 1, into: &lower)
        spread.fill(cellRow: cellRow, upper: upper, lower: lower, texels: texels)
        swap(&upper, &lower)
      }
      OctahedralLayout.fillMargin(texels, side: side)
    }
  }

  private func paintCorners(row: Int, into corners: inout [Int32]) {
    let vertical = columns[row]
    let grain = TexelGrain.unit(side: side)
    var slot = 0
    for horizontal in columns {
      let paint = form.paint(place(horizontal, vertical))
      corners[slot] = CellSpread.fixed(paint.colour.red)
      corners[slot + 1] = CellSpread.fixed(paint.colour.green)
      corners[slot + 2] = CellSpread.fixed(paint.colour.blue)
      corners[slot + 3] = Int32(paint.grain * grain)
      slot += CellSpread.channelCount
    }
  }

  /// The surface between four vertices.
  @inline(__always)
  private func place(_ horizontal: GridStep, _ vertical: GridStep) -> SurfacePlace {
    let top = surface.grid.index(column: horizontal.cell, row: vertical.cell)
    let bottom = top + surface.grid.side
    let (points, creases) = (surface.points, surface.creases)
    let (across, down) = (horizontal.share, vertical.share)
    let upper = points[top] + (points[top + 1] - points[top]) * across
    let lower = points[bottom] + (points[bottom + 1] - points[bottom]) * across
    let point = upper + (lower - upper) * down
    let crease = creases[top].mixed(creases[top + 1], across)
      .mixed(creases[bottom].mixed(creases[bottom + 1], across), down)
    return SurfacePlace(point: point, direction: point.normalized, crease: crease)
  }
}

/// Where a texture coordinate falls among the grid's columns or rows.
private struct GridStep: Sendable {
  let cell: Int
  let share: Float

  init(texture: Float, cellCount: Int) {
    let inset = OctahedralLayout.inset
    let place = ((texture - inset) / (1 - 2 * inset)).clamped(0, 1) * Float(cellCount)
    cell = min(Int(place), cellCount - 1)
    share = place - Float(cell)
  }
}
