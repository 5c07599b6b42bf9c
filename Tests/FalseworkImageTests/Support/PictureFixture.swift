// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Foundation

/// The same small picture in many coats: four quarters, red, green, blue and yellow.
enum PictureFixture {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Fixtures/images/decoder")

  /// The sides of the picture when it stands upright.
  static let (width, height) = (32, 16)

  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appending(path: name)))
  }

  typealias Pixel = [UInt8]

  static let colours: [Pixel] = [
    [220, 40, 30, 255], [30, 200, 60, 255], [40, 60, 210, 255], [240, 220, 50, 255],
  ]
  /// The lower half half and wholly transparent.
  static let transparent: [Pixel] = [
    [220, 40, 30, 255], [30, 200, 60, 255], [40, 60, 210, 128], [240, 220, 50, 0],
  ]
  static let greys: [Pixel] = [93, 133, 71, 207].map { [$0, $0, $0, 255] }

  /// Each file, what its quarters are, and how far a channel may be off.
  static let rows: [(name: String, quarters: [Pixel], tolerance: Int)] = [
    ("rgb.png", colours, 0), ("rgba.png", transparent, 0), ("grey.png", greys, 0),
    (
      "grey-alpha.png",
      [[93, 93, 93, 255], [133, 133, 133, 255], [71, 71, 71, 128], [207, 207, 207, 0]], 0
    ),
    (
      "one-bit.png",
      [[0, 0, 0, 255], [255, 255, 255, 255], [0, 0, 0, 255], [255, 255, 255, 255]], 0
    ),
    ("palette.png", colours, 0), ("palette-transparent.png", transparent, 0),
    ("rgb-sixteen-bit.png", colours, 0), ("grey-sixteen-bit.png", greys, 0),
    ("interlaced.png", transparent, 0),
    ("colour-key.png", Array(colours.prefix(3)) + [[240, 220, 50, 0]], 0),
    ("turned.png", colours, 0), ("animated.png", colours, 0),
    ("baseline.jpg", colours, 3), ("subsampled.jpg", colours, 6), ("progressive.jpg", colours, 3),
    ("grey.jpg", greys, 3), ("cmyk.jpg", colours, 3), ("restarts.jpg", colours, 3),
    ("turned.jpg", colours, 3),
    ("lossy.webp", colours, 6), ("lossless.webp", colours, 0),
    ("lossy-alpha.webp", transparent, 6), ("animated.webp", colours, 0),
    ("turned.webp", colours, 0),
  ]
}

extension Picture {
  /// The pixels in the middle of the quarters: top left, top right, bottom left, bottom right.
  var quarters: [[UInt8]] {
    [(1, 1), (3, 1), (1, 3), (3, 3)].map { x, y in
      pixel(x * width / 4, y * height / 4)
    }
  }

  func pixel(_ x: Int, _ y: Int) -> [UInt8] {
    Array(pixels[4 * (y * width + x)..<4 * (y * width + x) + 4])
  }

  /// How far the channel is off that is furthest from what is expected.
  func difference(of expected: [[UInt8]]) -> Int {
    zip(quarters.joined(), expected.joined()).map { abs(Int($0) - Int($1)) }.max() ?? 0
  }
}
