// Falsework
// SPDX-License-Identifier: MIT

/// The IHDR chunk, PNG specification §11.2.2.
package struct PNGHeader: Sendable, Hashable {
  /// What the samples of a pixel mean; the raw values are those of the file.
  package enum ColourType: UInt8, Sendable {
    case grey = 0
    case rgb = 2
    case palette = 3
    case greyAlpha = 4
    case rgba = 6

    /// The samples of a pixel.
    package var sampleCount: Int {
      switch self {
      case .grey, .palette: 1
      case .greyAlpha: 2
      case .rgb: 3
      case .rgba: 4
      }
    }

    var bitDepths: [UInt8] {
      switch self {
      case .grey: [1, 2, 4, 8, 16]
      case .palette: [1, 2, 4, 8]
      case .rgb, .greyAlpha, .rgba: [8, 16]
      }
    }
  }

  /// The pixels in a row; at least 1.
  package let width: Int
  /// The rows; at least 1.
  package let height: Int
  /// The bits of a sample: 1, 2, 4, 8 or 16.
  package let bitDepth: Int
  /// What the samples mean.
  package let colourType: ColourType
  /// Whether the rows come in the seven passes of Adam7.
  package let isInterlaced: Bool

  /// Reads the 13 bytes of the chunk.
  init(_ bytes: ArraySlice<UInt8>) throws(PNGFault) {
    guard bytes.count == 13 else { throw .headerMissing }
    let bytes = Array(bytes)
    width = Int(bytes.bigEndianWord(at: 0))
    height = Int(bytes.bigEndianWord(at: 4))
    guard let colourType = ColourType(rawValue: bytes[9]),
      colourType.bitDepths.contains(bytes[8]), bytes[10] == 0, bytes[11] == 0, bytes[12] <= 1,
      (1...Int(Int32.max)).contains(width), (1...Int(Int32.max)).contains(height)
    else { throw .headerInvalid }
    bitDepth = Int(bytes[8])
    self.colourType = colourType
    isInterlaced = bytes[12] == 1
  }

  var bitsPerPixel: Int { bitDepth * colourType.sampleCount }

  /// The distance in bytes to the pixel that a filter looks back to, at least one.
  var filterDistance: Int { max(1, bitsPerPixel / 8) }

  func rowByteCount(width: Int) -> Int { (width * bitsPerPixel + 7) / 8 }

  /// The parts of the image in the order of the file: one, or the seven of Adam7, §8.2.
  var passes: [PNGPass] {
    guard isInterlaced else {
      return [PNGPass(column: 0, row: 0, columnStep: 1, rowStep: 1, in: self)]
    }
    return [
      (0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
      (0, 1, 1, 2),
    ].map { PNGPass(column: $0.0, row: $0.1, columnStep: $0.2, rowStep: $0.3, in: self) }
      .filter { $0.width > 0 && $0.height > 0 }
  }
}

/// A part of an image: every so manieth pixel of every so manieth row.
struct PNGPass {
  let column: Int
  let row: Int
  let columnStep: Int
  let rowStep: Int
  /// The pixels of a row, and the rows.
  let width: Int
  let height: Int

  init(column: Int, row: Int, columnStep: Int, rowStep: Int, in header: PNGHeader) {
    self.column = column
    self.row = row
    self.columnStep = columnStep
    self.rowStep = rowStep
    width = (header.width - column + columnStep - 1) / columnStep
    height = (header.height - row + rowStep - 1) / rowStep
  }
}
