// Falsework
// SPDX-License-Identifier: MIT

/// An image of three bytes a texel (red, green, blue in sRGB), top row first.
public struct RGBImage: Sendable, Hashable {
  /// The texels in a row.
  public let width: Int
  /// The rows.
  public let height: Int
  /// 3 × width × height bytes.
  public private(set) var texels: [UInt8]

  init(width: Int, height: Int, texels: [UInt8]) {
    precondition(texels.count == 3 * width * height, "three bytes for a texel")
    self.width = width
    self.height = height
    self.texels = texels
  }

  /// The image as a PNG file.
  public var png: [UInt8] {
    PNGEncoder.encode(texels: texels, width: width, height: height)
  }

  /// Lays images of one size in rows from the top left; places that are left are light grey.
  init(sheet tiles: [RGBImage], columns: Int, side: Int) {
    let rows = (tiles.count + columns - 1) / columns
    let width = columns * side
    var texels = [UInt8](repeating: 225, count: 3 * width * rows * side)
    for (index, tile) in tiles.enumerated() {
      let (column, row) = (index % columns, index / columns)
      for line in 0..<side {
        let start = ((row * side + line) * width + column * side) * 3
        texels.replaceSubrange(
          start..<start + 3 * side, with: tile.texels[line * 3 * side..<(line + 1) * 3 * side])
      }
    }
    self.init(width: width, height: rows * side, texels: texels)
  }
}
