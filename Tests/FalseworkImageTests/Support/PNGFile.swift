// Falsework
// SPDX-License-Identifier: MIT

/// A PNG that is put together chunk by chunk, with sound checksums around whatever it holds.
struct PNGFile {
  var chunks: [(name: String, data: [UInt8])] = []

  /// A file with a header and one small chunk of pixels, enough or not.
  init(width: Int, height: Int, depth: UInt8 = 8, colourType: UInt8 = 2) {
    chunks = [
      ("IHDR", Self.number(width) + Self.number(height) + [depth, colourType, 0, 0, 0]),
      ("IDAT", Self.emptyStream),
    ]
  }

  /// Reads the chunks of a sound file.
  init(_ bytes: [UInt8]) {
    var offset = 8
    while offset + 12 <= bytes.count {
      let length = bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      let name = String(decoding: bytes[offset + 4..<offset + 8], as: UTF8.self)
      chunks.append((name, Array(bytes[offset + 8..<offset + 8 + length])))
      offset += length + 12
    }
  }

  var bytes: [UInt8] {
    let body = chunks.flatMap { name, data -> [UInt8] in
      let checked = Array(name.utf8) + data
      return Self.number(data.count) + checked + Self.number(Int(Self.checksum(of: checked)))
    }
    return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] + body
  }

  /// A zlib stream of nothing.
  static let emptyStream: [UInt8] = [0x78, 0x9c, 0x03, 0, 0, 0, 0, 1]

  static func number(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// CRC-32 as PNG has it, bit by bit.
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    var sum = ~UInt32(0)
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? (sum >> 1) ^ 0xedb8_8320 : sum >> 1 }
    }
    return ~sum
  }
}
