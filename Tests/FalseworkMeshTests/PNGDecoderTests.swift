// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("PNG decoder") struct PNGDecoderTests {
  private func chunk(_ name: String, _ payload: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + payload
    let check = checked.withUnsafeBufferPointer { CRC32.checksum($0) }
    return word(UInt32(payload.count)) + checked + word(check)
  }

  private func word(_ value: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) }
  }

  private func file(
    width: UInt32 = 1, height: UInt32 = 1, fields: [UInt8] = [8, 2, 0, 0, 0], _ chunks: [UInt8]...
  ) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunk("IHDR", word(width) + word(height) + fields) + chunks.joined()
  }

  private func data(_ rows: [UInt8]) -> [UInt8] { chunk("IDAT", Deflate.zlib(rows)) }

  @Test("files of every kind give the pixels that Pillow reads", arguments: ForeignPNG.allCases)
  func foreign(file: ForeignPNG) throws {
    let image = try PNGDecoder(file.bytes)
    #expect(image.width == 5)
    #expect(image.height == 3)
    #expect(image.picture.pixels == file.pixels)
  }

  @Test("a file cut anywhere is refused", arguments: ForeignPNG.allCases)
  func truncated(file: ForeignPNG) {
    for count in 0..<file.bytes.count {
      #expect(throws: PNGFault.self) { try PNGDecoder(Array(file.bytes[..<count])) }
    }
  }

  @Test("a file with any byte changed is refused", arguments: ForeignPNG.allCases)
  func flipped(file: ForeignPNG) {
    for index in file.bytes.indices {
      for change: UInt8 in [0x01, 0x20, 0xFF] {
        var changed = file.bytes
        changed[index] ^= change
        #expect(throws: PNGFault.self) { try PNGDecoder(changed) }
      }
    }
  }

  @Test("padding behind the last chunk does not matter")
  func padded() throws {
    let image = try PNGDecoder(ForeignPNG.rgb.bytes + [0x20, 0x20, 0x20])
    #expect(image.picture.pixels == ForeignPNG.rgb.pixels)
  }

  @Test("the faults of a file are told apart")
  func faults() {
    let end = chunk("IEND", [])
    let cases: [([UInt8], PNGFault)] = [
      (Array("not an image".utf8), .signatureWrong),
      (Array(ForeignPNG.rgb.bytes[..<8]), .endMissing),
      (Array(ForeignPNG.rgb.bytes[..<8]) + end, .headerMissing),
      (file(width: 0, data([]), end), .headerInvalid),
      (file(fields: [8, 5, 0, 0, 0], data([]), end), .headerInvalid),
      (file(fields: [4, 2, 0, 0, 0], data([]), end), .headerInvalid),
      (file(fields: [8, 2, 0, 0, 2], data([]), end), .headerInvalid),
      (file(fields: [8, 3, 0, 0, 0], data([0, 0]), end), .paletteUnusable),
      (
        file(fields: [8, 3, 0, 0, 0], chunk("PLTE", [1, 2]), data([0, 0]), end), .paletteUnusable
      ),
      (
        file(fields: [8, 3, 0, 0, 0], chunk("PLTE", [1, 2, 3]), data([0, 1]), end),
        .paletteIndexOutOfRange
      ),
      (file(chunk("ZZZZ", []), data([]), end), .chunkUnknown(name: "ZZZZ", offset: 33)),
      (file(data([0, 1, 2]), end), .dataTooShort(found: 3, needed: 4)),
      (file(data([5, 1, 2, 3]), end), .filterUnknown(row: 0)),
      (file(data([0, 1, 2, 3])), .endMissing),
      (
        file(data([0, 1, 2, 3, 4]), end),
        .dataCorrupt("there are more bytes than the header promises")
      ),
    ]
    for (file, expected) in cases {
      #expect(throws: expected) { try PNGDecoder(file) }
    }
  }

  @Test("an image of more pixels than the limit is refused before anything is allocated")
  func bomb() {
    let limit = 16 << 20
    let huge = file(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, data([0]), chunk("IEND", []))
    #expect(
      throws: PNGFault.tooLarge(width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, pixelsMax: limit)
    ) { try PNGDecoder(huge) }
    #expect(throws: PNGFault.tooLarge(width: 5, height: 3, pixelsMax: 14)) {
      try PNGDecoder(ForeignPNG.rgb.bytes, limits: .init(pixelsMax: 14))
    }
    #expect(throws: Never.self) {
      try PNGDecoder(ForeignPNG.rgb.bytes, limits: .init(pixelsMax: 15))
    }
  }

  @Test("the header alone is read from a file that is cut behind it")
  func header() throws {
    let header = try PNGDecoder.header(of: ForeignPNG.palette.bytes[..<40])
    #expect(header.width == 5)
    #expect(header.colourType == .palette)
    #expect(throws: PNGFault.self) {
      try PNGDecoder.header(of: ForeignPNG.palette.bytes[..<20])
    }
  }
}
