// Falsework
// SPDX-License-Identifier: MIT

/// Paints the texture of a surface with an atlas.
///
/// Theory of operation: the paint is asked at one corner of each cell of 2×2 or 4×4 texels first.
/// Where the four corners around a cell agree nearly, the texels between are mixed from them; where
/// they differ, or a cell lies on a chart's border, every texel is painted for itself. So a plain
/// back costs little, and a picture in front keeps all that it shows.
struct SurfaceBaker<Paint: SurfacePaint>: ~Copyable {
  private let paint: Paint
  private let side: Int
  private let cellSide: Int
  private let owners: TexelOwners
  private let map: SurfaceMap
  private let chartOfTriangle: FlatArray<Int32>
  private let texels: FlatArray<UInt8>

  /// The greatest difference between the corners of a cell that is filled by mixing them.
  private static var contrastMax: Int32 { 10 }

  /// Returns side × side RGB texels, top row first.
  static func texels(
    of mesh: TriangleMesh, _ atlas: Atlas, paint: Paint, side: Int, seed: MeshSeed
  ) -> [UInt8] {
    let baker = SurfaceBaker(mesh, atlas, paint: paint, side: side)
    baker.paintCorners()
    for row in stride(from: 0, to: side, by: baker.cellSide) { baker.fillCells(row: row) }
    baker.paintBorders()
    TexelFill.fill(baker.texels, owners: baker.owners)
    return baker.grained(
      seed: UInt32(truncatingIfNeeded: IntegerHash.mix(seed.value &+ 77)))
  }

  private init(_ mesh: TriangleMesh, _ atlas: Atlas, paint: Paint, side: Int) {
    self.paint = paint
    self.side = side
    cellSide = side <= 1024 ? 2 : 4
    owners = TexelOwners(atlas, side: side)
    map = SurfaceMap(mesh, atlas, side: side)
    chartOfTriangle = FlatArray(atlas.charts)
    texels = FlatArray(repeating: 0, count: side * side * 3)
  }

  private func paintCorners() {
    for row in stride(from: 0, to: side, by: cellSide) {
      for column in stride(from: 0, to: side, by: cellSide) {
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

  private func fillCells(row: Int) {
    for column in stride(from: 0, to: side, by: cellSide) {
      if isSmooth(column, row) {
        mix(column, row)
      } else {
        paintCell(column, row)
      }
    }
  }

  private func paintCell(_ column: Int, _ row: Int) {
    for y in row..<row + cellSide {
      for x in column..<column + cellSide where x != column || y != row {
        let triangle = owners.triangle(y * side + x)
        if triangle >= 0 { paint(x, y, triangle) }
      }
    }
  }

  /// Returns whether the corners of a cell lie in one chart and have nearly the same colour.
  @inline(__always)
  private func isSmooth(_ column: Int, _ row: Int) -> Bool {
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

  private func mix(_ column: Int, _ row: Int) {
    let first = row * side + column
    let count = Int32(cellSide)
    let (topLeft, topRight) = (colour(first), colour(first + cellSide))
    let below = first + cellSide * side
    let (bottomLeft, bottomRight) = (colour(below), colour(below + cellSide))
    for y in 0..<count {
      let left = topLeft &* (count - y) &+ bottomLeft &* y
      let right = topRight &* (count - y) &+ bottomRight &* y
      for x in 0..<count where x != 0 || y != 0 {
        let texel = first + Int(y) * side + Int(x)
        guard owners.triangle(texel) >= 0 else { continue }
        let sum = left &* (count - x) &+ right &* x &+ (count * count / 2)
        for channel in 0..<3 {
          texels[3 * texel + channel] = UInt8(truncatingIfNeeded: sum[channel] / (count * count))
        }
      }
    }
  }

  /// Returns the texels with noise, as much for all channels of a texel.
  private func grained(seed: UInt32) -> [UInt8] {
    let unit = Int32(TexelGrain.unit(side: side))
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
