// Falsework
// SPDX-License-Identifier: MIT

/// A decoded picture: four bytes a pixel (red, green, blue, straight alpha), top row first.
public struct Picture: Sendable, Hashable {
  /// The pixels in a row; at least 1.
  public let width: Int
  /// The rows; at least 1.
  public let height: Int
  /// 4 × width × height bytes in sRGB.
  public let pixels: [UInt8]

  /// Takes the pixels, or returns nil if their count does not fit the sides.
  public init?(width: Int, height: Int, pixels: [UInt8]) {
    guard width > 0, height > 0, pixels.count / 4 / width == height,
      pixels.count == 4 * width * height
    else { return nil }
    self.width = width
    self.height = height
    self.pixels = pixels
  }
}
