// Falsework
// SPDX-License-Identifier: MIT

/// Small files whose headers announce gigabytes of pixels.
enum Bombs {
  static func all() throws -> [(name: String, bytes: [UInt8])] {
    [
      ("one bit a pixel", PNGFile(width: 20_000, height: 20_000, depth: 1, colourType: 0).bytes),
      ("colour", PNGFile(width: 20_000, height: 20_000, colourType: 6).bytes),
      ("the widest PNG", PNGFile(width: 0x7fff_ffff, height: 0x7fff_ffff).bytes),
      ("beyond a PNG's width", PNGFile(width: 0xffff_ffff, height: 1).bytes),
      ("a thin PNG", PNGFile(width: 8193, height: 1).bytes),
      ("many pixels", PNGFile(width: 8192, height: 2049).bytes),
      ("grey JPEG", try jpeg("grey.jpg", side: 16_000)),
      ("the largest JPEG", try jpeg("baseline.jpg", side: 65_535)),
      ("progressive JPEG", try jpeg("progressive.jpg", side: 8000)),
      ("a JPEG in separate passes", separate(try jpeg("baseline.jpg", side: 8000))),
      ("WebP", try webp("lossless.webp")),
      ("WebP canvas", try canvas("animated.webp")),
    ]
  }

  /// A JPEG whose frame header tells other sides.
  private static func jpeg(_ name: String, side: Int) throws -> [UInt8] {
    var bytes = try PictureFixture.bytes(name)
    let frame = bytes.indices.first { place in
      bytes[place...].starts(with: [0xff, 0xc0]) || bytes[place...].starts(with: [0xff, 0xc2])
    }
    guard let frame else { return bytes }
    let digits = [UInt8(side >> 8), UInt8(side & 0xff)]
    bytes.replaceSubrange(frame + 5..<frame + 9, with: digits + digits)
    return bytes
  }

  /// A JPEG whose first scan has one component of three.
  private static func separate(_ bytes: [UInt8]) -> [UInt8] {
    guard let scan = bytes.indices.first(where: { bytes[$0...].starts(with: [0xff, 0xda]) }) else {
      return bytes
    }
    return bytes[..<scan] + [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0] + bytes[(scan + 14)...]
  }

  /// A lossless WebP whose header tells the largest sides, 14 bits each.
  private static func webp(_ name: String) throws -> [UInt8] {
    var bytes = try PictureFixture.bytes(name)
    guard let chunk = bytes.firstIndex(ofText: "VP8L") else { return bytes }
    bytes.replaceSubrange(chunk + 9..<chunk + 13, with: [0xff, 0xff, 0xff, 0x0f])
    return bytes
  }

  /// A moving WebP whose canvas is as large as one can be, 24 bits each.
  private static func canvas(_ name: String) throws -> [UInt8] {
    var bytes = try PictureFixture.bytes(name)
    guard let chunk = bytes.firstIndex(ofText: "VP8X") else { return bytes }
    bytes.replaceSubrange(
      chunk + 12..<chunk + 18, with: [0xff, 0x3f, 0, 0xff, 0x3f, 0])
    return bytes
  }
}
