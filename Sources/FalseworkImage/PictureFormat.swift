// Falsework
// SPDX-License-Identifier: MIT

/// A format of pictures, known by the first bytes of a file whatever its name says.
public enum PictureFormat: Sendable, Hashable {
  case png
  case jpeg
  case webp
  /// A format that is known by name only.
  case other(name: String)

  /// What people call the format.
  public var name: String {
    switch self {
    case .png: "PNG"
    case .jpeg: "JPEG"
    case .webp: "WebP"
    case .other(let name): name
    }
  }

  /// Recognises the format of a file; `nil` for what is none that is known.
  public init?(of bytes: [UInt8]) {
    let view = ByteView(bytes)
    if view.begins(with: PNGChunk.signature) {
      self = .png
    } else if view.begins(with: [0xff, 0xd8, 0xff]) {
      self = .jpeg
    } else if view.text(at: 0, count: 4) == "RIFF", view.text(at: 8, count: 4) == "WEBP" {
      self = .webp
    } else if let name = Self.otherName(view) {
      self = .other(name: name)
    } else {
      return nil
    }
  }

  private static func otherName(_ view: ByteView) -> String? {
    if view.text(at: 4, count: 4) == "ftyp" {
      return view.text(at: 8, count: 4).flatMap { brands[$0] }
    }
    return signatures.first { view.begins(with: $0.bytes) }?.name
  }

  /// The brands of ISO base media files that hold pictures.
  private static let brands = [
    "avif": "AVIF", "avis": "AVIF", "heic": "HEIC", "heix": "HEIC", "hevc": "HEIC", "hevx": "HEIC",
    "mif1": "HEIF", "msf1": "HEIF", "crx ": "CR3",
  ]

  private static let signatures: [(name: String, bytes: [UInt8])] = [
    ("GIF", Array("GIF87a".utf8)), ("GIF", Array("GIF89a".utf8)),
    ("TIFF", [0x49, 0x49, 0x2a, 0]), ("TIFF", [0x4d, 0x4d, 0, 0x2a]),
    ("BigTIFF", [0x49, 0x49, 0x2b, 0]), ("BigTIFF", [0x4d, 0x4d, 0, 0x2b]),
    ("BMP", Array("BM".utf8)), ("ICO", [0, 0, 1, 0]), ("Photoshop", Array("8BPS".utf8)),
    ("JPEG 2000", [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20]), ("JPEG 2000", [0xff, 0x4f, 0xff, 0x51]),
    ("JPEG XL", [0, 0, 0, 12, 0x4a, 0x58, 0x4c, 0x20]), ("JPEG XL", [0xff, 0x0a]),
    ("QOI", Array("qoif".utf8)), ("OpenEXR", [0x76, 0x2f, 0x31, 0x01]),
    ("DDS", Array("DDS ".utf8)), ("Radiance HDR", Array("#?RADIANCE".utf8)),
    ("MNG", [0x8a, 0x4d, 0x4e, 0x47]), ("SVG", Array("<svg".utf8)),
  ]
}
