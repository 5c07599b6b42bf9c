// Falsework
// SPDX-License-Identifier: MIT

/// Paints the texture of a surface with an atlas.
///
/// Theory of operation: the paint is asked at the corners of cells of 4×4 or 2×2 texels first, then
/// at the middles of their sides and of themselves, until every texel has its colour. Where the
/// corners of a cell agree nearly, the places between are mixed from them instead. So a plain back
/// costs little, and a picture in front keeps all that it shows.
struct SurfaceBaker<Paint: SurfacePaint>: ~Copyable {
  private let paint: Paint
  private let side: Int
  private let firstCellSide: Int
  private let owners: TexelOwners
  private let map: SurfaceMap
  private let chartOfTriangle: FlatArray<Int32>
  private let texels: FlatArray<UInt8>

  /// The greatest difference between the corners of a cell that is filled by mixing them.
  private static var contrastMax: Int32 { 20 }

  /// Returns side × side RGB texels, top row first.
  static func texels(
    of mesh: TriangleMesh, _ atlas: Atlas, paint: Paint, side: Int, seed: MeshSeed
  ) -> [UInt8] {
    let baker = SurfaceBaker(mesh, atlas, paint: paint, side: side)
    baker.paintCorners()
    var cellSide = baker.firstCellSide
    while cellSide > 1 {
      for row in stride(from: 0, to: side, by: cellSide) {
        baker.refineCells(row: row, cellSide: cellSide)
      }
      cellSide /= 2
    }
    baker.paintBorders()
    TexelFill.fill(baker.texels, owners: baker.owners)
    return baker.grained(
      seed: UInt32(truncatingIfNeeded: IntegerHash.mix(seed.value &+ 77)))
  }

  private init(_ mesh: TriangleMesh, _ atlas: Atlas, paint: Paint, side: Int) {
    self.paint = paint
    self.side = side
    firstCellSide = side <= 1024 ? 2 : 4
    owners = TexelOwners(atlas, side: side)
    map = SurfaceMap(mesh, atlas, side: side)
    chartOfTriangle = FlatArray(atlas.charts)
    texels = FlatArray(repeating: 0, count: side * side * 3)
  }

  private func paintCorners() {
    for row in stride(from: 0, to: side, by: firstCellSide) {
      for column in stride(from: 0, to: side, by: firstCellSide) {
        let triangle = owners.triangle(row * side + column)
        if triangle >= 0 { paint(column, row, triangle) }
      }
    }
  }

  @inline(__always)
  private func paint(_ column: Int, _ row: Int, _ triangle: Int32) {
    let place = map.place(triangle: triangle, column: column, row: row)
    write(paint.colour(at: place.point, normal: place.normal), to: row * side + column)
  }

  @inline(__always)
  private func write(_ colour: Colour, to texel: Int) {
    texels[3 * texel] = UInt8((colour.red + 0.5).clamped(0, 255))
    texels[3 * texel + 1] = UInt8((colour.green + 0.5).clamped(0, 255))
    texels[3 * texel + 2] = UInt8((colour.blue + 0.5).clamped(0, 255))
  }

  private func paintBorders() {
    for border in owners.borderPoints {
      let place = map.place(outline: border.side, share: border.share)
      write(paint.colour(at: place.point, normal: place.normal), to: Int(border.texel))
    }
  }

  /// Gives colours to the middles of cells, of their upper and of their left sides.
  private func refineCells(row: Int, cellSide: Int) {
    let half = cellSide / 2
    for column in stride(from: 0, to: side, by: cellSide) {
      if isSmooth(column, row, cellSide) {
        mix(column, row, cellSide)
      } else {
        paintIfCovered(column + half, row)
        paintIfCovered(column, row + half)
        paintIfCovered(column + half, row + half)
      }
    }
  }

  @inline(__always)
  private func paintIfCovered(_ column: Int, _ row: Int) {
    let triangle = owners.triangle(row * side + column)
    if triangle >= 0 { paint(column, row, triangle) }
  }

  /// Returns whether the corners of a cell lie in one chart and have nearly the same colour.
  @inline(__always)
  private func isSmooth(_ column: Int, _ row: Int, _ cellSide: Int) -> Bool {
    guard column + cellSide < side, row + cellSide < side else { return false }
    let first = row * side + column
    let triangle = owners.triangle(first)
    guard triangle >= 0 else { return false }
    var lowest = SIMD4(repeating: Int32.max)
    var highest = SIMD4(repeating: Int32.min)
    let below = first + cellSide * side
    for corner in [first, first + cellSide, below, below + cellSide] {
      let other = owners.triangle(corner)
      guard other >= 0, chartOfTriangle[other] == chartOfTriangle[triangle] else { return false }
      let colour = self.colour(corner)
      lowest = pointwiseMin(lowest, colour)
      highest = pointwiseMax(highest, colour)
    }
    return (highest &- lowest).max() <= Self.contrastMax
  }

  @inline(__always)
  private func colour(_ texel: Int) -> SIMD4<Int32> {
    SIMD4(Int32(texels[3 * texel]), Int32(texels[3 * texel + 1]), Int32(texels[3 * texel + 2]), 0)
  }

  private func mix(_ column: Int, _ row: Int, _ cellSide: Int) {
    let first = row * side + column
    let below = first + cellSide * side
    let half = cellSide / 2
    let (upperLeft, upperRight) = (colour(first), colour(first + cellSide))
    let (lowerLeft, lowerRight) = (colour(below), colour(below + cellSide))
    let (upper, left) = (upperLeft &+ upperRight, upperLeft &+ lowerLeft)
    writeIfCovered(upper &+ upper, to: first + half)
    writeIfCovered(left &+ left, to: first + half * side)
    writeIfCovered(upper &+ lowerLeft &+ lowerRight, to: first + half * side + half)
  }

  /// Writes a fourth of the sum of colours.
  @inline(__always)
  private func writeIfCovered(_ sum: SIMD4<Int32>, to texel: Int) {
    guard owners.triangle(texel) >= 0 else { return }
    for channel in 0..<3 {
      texels[3 * texel + channel] = UInt8(truncatingIfNeeded: (sum[channel] &+ 2) &>> 2)
    }
  }

  /// Returns the texels with noise, as much for all channels of a texel.
  private func grained(seed: UInt32) -> [UInt8] {
    let unit = Int32(TexelGrain.unit(side: side, detail: .plain))
    return [UInt8](unsafeUninitializedCapacity: texels.count) { buffer, count in
      count = texels.count
      for row in 0..<side {
        var grain = TexelGrain(row: row, seed: seed)
        for texel in row * side..<(row + 1) * side {
          let noise = grain.next() &* unit &+ 32_768
          for channel in 3 * texel..<3 * texel + 3 {
            let value = Int32(texels[channel]) &+ noise >> 16
            buffer[channel] = UInt8(truncatingIfNeeded: min(max(value, 0), 255))
          }
        }
      }
    }
  }
}
