// Falsework
// SPDX-License-Identifier: MIT

internal import CPNG
internal import FalseworkMesh

/// Reads a PNG with libpng.
///
/// Only the chunks that say what the pixels are get there: texts, profiles and the further frames
/// of an animation could be large once inflated, and mean nothing here.
struct PNGDecoder {
  private static let neededChunks: Set<String> = ["IHDR", "PLTE", "tRNS", "IDAT"]
  /// The chunk that ends a file, which readers do without.
  private static let end: [UInt8] = [
    0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
  ]

  private let limits: PictureLimits

  init(_ limits: PictureLimits) {
    self.limits = limits
  }

  func decode(_ bytes: [UInt8]) throws(PictureError) -> (Picture, Orientation) {
    let chunks = try PNGChunk.all(in: bytes, limits)
    guard let header = chunks.first, header.name == "IHDR",
      let width = header.data.number(at: 0, bytes: 4, .bigEndian),
      let height = header.data.number(at: 4, bytes: 4, .bigEndian)
    else { throw .damaged(.png, reason: "it does not begin with a header") }
    try limits.check(width: width, height: height)
    var needed = PNGChunk.signature
    needed.reserveCapacity(bytes.count + Self.end.count)
    for chunk in chunks where Self.neededChunks.contains(chunk.name) {
      needed += chunk.whole.bytes
    }
    needed += Self.end
    let exif = chunks.first { $0.name == "eXIf" }
    return (try read(needed), exif.map { Orientation(exif: $0.data) } ?? .upright)
  }

  private func read(_ bytes: [UInt8]) throws(PictureError) -> Picture {
    var image = png_image()
    image.version = png_uint_32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    var pixels: [UInt8] = []
    let isRead = bytes.withUnsafeBytes { bytes in
      guard png_image_begin_read_from_memory(&image, bytes.baseAddress, bytes.count) != 0 else {
        return false
      }
      image.format = png_uint_32(PNG_FORMAT_FLAG_COLOR | PNG_FORMAT_FLAG_ALPHA)
      // Sixteen bits a channel are in the same colour space as eight, as Pillow takes them.
      image.flags |= png_uint_32(PNG_IMAGE_FLAG_16BIT_sRGB)
      let byteCount = 4 * Int(image.width) * Int(image.height)
      pixels = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, count in
        let isRead = png_image_finish_read(&image, nil, buffer.baseAddress, 0, nil) != 0
        count = isRead ? byteCount : 0
      }
      return !pixels.isEmpty
    }
    guard isRead,
      let picture = Picture(
        width: Int(image.width), height: Int(image.height), pixels: pixels)
    else { throw .damaged(.png, reason: Self.message(of: image)) }
    return picture
  }

  private static func message(of image: png_image) -> String {
    let text = withUnsafeBytes(of: image.message) { bytes in
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
    return text.isEmpty ? "it cannot be read" : text
  }
}
