// Falsework
// SPDX-License-Identifier: MIT

/// Beginnings of files that are pictures, but of formats that are not read.
enum ForeignFormats {
  static let rows: [(name: String, file: String?, beginning: [UInt8])] = [
    ("GIF", "palette.gif", []), ("BMP", "plain.bmp", []), ("TIFF", "plain.tiff", []),
    ("AVIF", "plain.avif", []),
    ("TIFF", nil, [0x4d, 0x4d, 0, 0x2a, 0, 0, 0, 8]),
    ("HEIC", nil, [0, 0, 0, 24] + Array("ftypheic".utf8)),
    ("JPEG XL", nil, [0xff, 0x0a, 0, 0]),
    ("JPEG 2000", nil, [0, 0, 0, 12, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a]),
    ("ICO", nil, [0, 0, 1, 0, 1, 0]), ("SVG", nil, Array("<svg xmlns=''/>".utf8)),
  ]
}
