// Falsework
// SPDX-License-Identifier: MIT

/// Why a PNG file cannot be decoded.
public enum PNGFault: Error, Sendable, Hashable {
  /// The file does not begin with the eight bytes of the signature.
  case signatureWrong
  /// The file ends inside the chunk that begins at a byte.
  case chunkTruncated(offset: Int)
  /// A chunk's checksum is wrong.
  case checksumWrong(name: String, offset: Int)
  /// The first chunk is not a header of 13 bytes.
  case headerMissing
  /// The header has a member that the standard does not know.
  case headerInvalid
  /// The image is larger than the limit.
  case tooLarge(width: Int, height: Int, pixelsMax: Int)
  /// A chunk that a decoder must know is of an unknown kind.
  case chunkUnknown(name: String, offset: Int)
  /// There is no palette, or one of a wrong length, where one is needed.
  case paletteUnusable
  /// A pixel refers to a colour that the palette does not have.
  case paletteIndexOutOfRange
  /// The file has no IEND chunk.
  case endMissing
  /// The compressed pixels cannot be decompressed.
  case dataCorrupt(String)
  /// There are fewer pixels than the header promises.
  case dataTooShort(found: Int, needed: Int)
  /// A row has a filter that the standard does not know.
  case filterUnknown(row: Int)
}

extension PNGFault: CustomStringConvertible {
  /// A clause that names what is wrong and where.
  public var description: String {
    switch self {
    case .signatureWrong: "it does not begin with the PNG signature"
    case .chunkTruncated(let offset): "it ends inside the chunk at its byte \(offset)"
    case .checksumWrong(let name, let offset):
      "the \(name) chunk at its byte \(offset) has a wrong checksum"
    case .headerMissing: "its first chunk is no IHDR of 13 bytes"
    case .headerInvalid: "its IHDR has an unknown colour type, bit depth, method or no pixels"
    case .tooLarge(let width, let height, let pixelsMax):
      "it has \(width)×\(height) pixels, more than \(pixelsMax)"
    case .chunkUnknown(let name, let offset):
      "the \(name) chunk at its byte \(offset) is unknown and not optional"
    case .paletteUnusable: "its palette is missing or of a wrong length"
    case .paletteIndexOutOfRange: "a pixel refers to a colour behind the palette's end"
    case .endMissing: "it has no IEND chunk"
    case .dataCorrupt(let reason): "its pixels cannot be decompressed: \(reason)"
    case .dataTooShort(let found, let needed):
      "its pixels come to \(found) bytes instead of \(needed)"
    case .filterUnknown(let row): "its row \(row) has an unknown filter"
    }
  }
}

extension Inflate.Failure: CustomStringConvertible {
  /// A clause that says what is wrong.
  package var description: String {
    switch self {
    case .headerWrong: "the zlib header is wrong"
    case .inputTruncated: "the stream ends early"
    case .blockTypeReserved: "a block is of the reserved type"
    case .storedLengthWrong: "a stored block's length is wrong"
    case .codeUndefined: "a code is undefined"
    case .distanceTooFar: "a copy reaches back too far"
    case .outputTooLong: "there are more bytes than the header promises"
    case .checksumWrong: "the checksum is wrong"
    }
  }
}
