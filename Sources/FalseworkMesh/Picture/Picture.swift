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

extension Picture {
  /// The picture laid over white, every pixel opaque.
  var onWhite: Picture {
    var opaque = pixels
    for place in stride(from: 0, to: pixels.count, by: 4) {
      let opacity = UInt16(pixels[place + 3])
      for channel in place..<place + 3 {
        let light = UInt16(pixels[channel]) * opacity + 255 * (255 - opacity)
        opaque[channel] = UInt8((light + 127) / 255)
      }
      opaque[place + 3] = 255
    }
    return Picture(width: width, height: height, opaque: opaque)
  }

  private init(width: Int, height: Int, opaque: [UInt8]) {
    (self.width, self.height, pixels) = (width, height, opaque)
  }
}
