// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

extension Picture {
  /// Returns the picture upright that lies so in its file.
  func turned(_ orientation: Orientation) -> Picture {
    guard orientation != .upright else { return self }
    let swaps = orientation.rawValue >= Orientation.transposed.rawValue
    let (newWidth, newHeight) = swaps ? (height, width) : (width, height)
    let (right, bottom) = (width - 1, height - 1)
    var turned = [UInt8](repeating: 0, count: pixels.count)
    for y in 0..<newHeight {
      for x in 0..<newWidth {
        let (column, row) =
          switch orientation {
          case .upright: (x, y)
          case .mirrored: (right - x, y)
          case .upsideDown: (right - x, bottom - y)
          case .upsideDownMirrored: (x, bottom - y)
          case .transposed: (y, x)
          case .turnedLeft: (y, bottom - x)
          case .transversed: (right - y, bottom - x)
          case .turnedRight: (right - y, x)
          }
        let (from, to) = (4 * (row * width + column), 4 * (y * newWidth + x))
        for channel in 0..<4 { turned[to + channel] = pixels[from + channel] }
      }
    }
    return Picture(width: newWidth, height: newHeight, pixels: turned) ?? self
  }
}
