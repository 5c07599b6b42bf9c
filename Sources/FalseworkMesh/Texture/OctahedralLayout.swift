// Falsework
// SPDX-License-Identifier: MIT

/// The way from the octahedral square to the square image.
///
/// The square is inset by 1/128 of the image, half a texel of the smallest texture, so that all
/// sizes share one set of texture coordinates. The strip around it repeats what lies on the other
/// side of the fold: neither a wrapping sampler nor a mipmap can show a seam.
enum OctahedralLayout {
  /// The texture coordinate of the grid's first column and row.
  static let inset: Float = 1 / 128

  /// The share of the image's area that the square takes up.
  static var share: Double { Double((1 - 2 * inset) * (1 - 2 * inset)) }

  /// Returns the texture coordinates of every vertex, top row first as glTF has it.
  static func textureCoordinates(of grid: OctahedralGrid) -> [Float] {
    var coordinates: [Float] = []
    coordinates.reserveCapacity(grid.vertexCount * 2)
    let steps = (0..<grid.side).map { step in
      inset + (1 - 2 * inset) * Float(step) / Float(grid.side - 1)
    }
    for vertical in steps {
      for horizontal in steps {
        coordinates.append(horizontal)
        coordinates.append(vertical)
      }
    }
    return coordinates
  }

  /// Fills the strip outside the square with the texels from across the folds.
  ///
  /// Places are counted in half texels, where texel centres are odd and folds are mirrors.
  static func fillMargin(_ texels: UnsafeMutablePointer<UInt8>, side: Int) {
    let border = side / 64
    let strip = (border + 1) / 2
    for row in 0..<side {
      let crossesRow = row < strip || row >= side - strip
      var column = 0
      while column < side {
        copyAcrossFold(column, row, side: side, border: border, texels)
        column += 1
        if !crossesRow, column == strip { column = side - strip }
      }
    }
  }

  private static func copyAcrossFold(
    _ column: Int, _ row: Int, side: Int, border: Int, _ texels: UnsafeMutablePointer<UInt8>
  ) {
    var (x, y) = (2 * column + 1, 2 * row + 1)
    (x, y) = folded(x, y, side: side, border: border)
    (y, x) = folded(y, x, side: side, border: border)
    let source = ((y / 2) * side + x / 2) * 3
    let target = (row * side + column) * 3
    for channel in 0..<3 { texels[target + channel] = texels[source + channel] }
  }

  /// Mirrors a place left or right of the square; one exactly on a fold goes to its upper half.
  private static func folded(
    _ along: Int, _ across: Int, side: Int, border: Int
  ) -> (Int, Int) {
    let whole = 2 * side
    if along == border || along == whole - border { return (along, min(across, whole - across)) }
    if along < border { return (2 * border - along, whole - across) }
    if along > whole - border { return (2 * (whole - border) - along, whole - across) }
    return (along, across)
  }
}
