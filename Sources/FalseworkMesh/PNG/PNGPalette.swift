// Falsework
// SPDX-License-Identifier: MIT

/// The colours that pixels refer to, or the one that counts as clear: PLTE and tRNS, §11.
struct PNGPalette {
  /// Four bytes a colour; empty where pixels are colours themselves.
  let colours: [UInt8]
  /// The samples of the colour that is clear, as many as the colour type has.
  let clear: [UInt16]?

  init(_ chunks: [PNGDecoder.Chunk], _ file: [UInt8], _ header: PNGHeader) throws(PNGFault) {
    let transparency = chunks.last { $0.name == "tRNS" }.map { Array(file[$0.range]) }
    guard header.colourType == .palette else {
      colours = []
      clear = Self.clear(transparency, header)
      return
    }
    guard let palette = chunks.last(where: { $0.name == "PLTE" }).map({ file[$0.range] }),
      !palette.isEmpty, palette.count.isMultiple(of: 3), palette.count <= 768
    else { throw .paletteUnusable }
    let alpha = transparency ?? []
    var colours: [UInt8] = []
    for (index, start) in stride(from: palette.startIndex, to: palette.endIndex, by: 3).enumerated()
    {
      colours += palette[start..<start + 3]
      colours.append(index < alpha.count ? alpha[index] : 255)
    }
    self.colours = colours
    clear = nil
  }

  private static func clear(_ bytes: [UInt8]?, _ header: PNGHeader) -> [UInt16]? {
    guard let bytes, header.colourType == .grey || header.colourType == .rgb,
      bytes.count == 2 * header.colourType.sampleCount
    else { return nil }
    return stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
    }
  }
}
