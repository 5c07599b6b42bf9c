// Falsework
// SPDX-License-Identifier: MIT

/// Why a file could not be read as binary glTF, and where.
public enum GLBError: Error, Sendable, Hashable {
  /// The file is longer than the limit.
  case fileTooLong(byteCount: Int, limit: Int)
  /// The file ends inside the twelve bytes of its header.
  case headerTruncated(byteCount: Int)
  /// The file does not begin with `glTF`; the number is its first four bytes, the least first.
  case magicMismatch(found: UInt32, kind: FileKind?)
  /// The container is of another version than 2.
  case versionUnsupported(found: UInt32)
  /// The header's length is not that of the file.
  case lengthMismatch(declared: Int, found: Int)
  /// The file ends inside a chunk's header.
  case chunkHeaderTruncated(offset: Int)
  /// A chunk's length is no multiple of four.
  case chunkUnaligned(offset: Int, byteCount: Int)
  /// A chunk reaches beyond the end of the file.
  case chunkTruncated(offset: Int, declared: Int, found: Int)
  /// There are more chunks than the limit.
  case chunksTooMany(limit: Int)
  /// The first chunk is not JSON, or there is none.
  case jsonChunkMissing
  /// The second chunk is not binary, or there is none.
  case binaryChunkMissing
  /// The JSON chunk is longer than the limit.
  case jsonTooLong(byteCount: Int, limit: Int)
  /// The JSON is malformed at an offset counted from the beginning of its chunk.
  case jsonMalformed(offset: Int)
  /// The JSON is nested deeper than the limit at an offset counted as above.
  case jsonTooDeep(offset: Int, limit: Int)
  /// A member is missing or of the wrong type; the place is a JSON Pointer.
  case memberUnusable(pointer: String)
  /// Bytes that a member refers to lie outside what contains them; the place is a JSON Pointer.
  case bytesOutOfBounds(pointer: String)
  /// The image is declared to be PNG but has no PNG header; the place is a JSON Pointer.
  case imageMalformed(pointer: String)
}

extension GLBError: CustomStringConvertible {
  /// A clause that names what is wrong and its place.
  public var description: String {
    switch self {
    case .fileTooLong(let byteCount, let limit):
      "the file has \(byteCount) bytes, more than \(limit)"
    case .headerTruncated(byteCount: 0): "the file is empty"
    case .headerTruncated(let byteCount):
      "the file has \(byteCount) bytes, less than the header's 12"
    case .magicMismatch(let found, let kind):
      "the file begins with \(Self.text(found.littleEndianBytes)) instead of \"glTF\""
        + (kind.map { "; it is probably \($0)" } ?? "")
    case .versionUnsupported(let found): "the container's version is \(found) instead of 2"
    case .lengthMismatch(let declared, let found):
      "the header declares \(declared) bytes, the file has \(found)"
    case .chunkHeaderTruncated(let offset): "the chunk header at byte \(offset) is cut off"
    case .chunkUnaligned(let offset, let byteCount):
      "the chunk at byte \(offset) has \(byteCount) bytes, no multiple of 4"
    case .chunkTruncated(let offset, let declared, let found):
      "the chunk at byte \(offset) declares \(declared) bytes, \(found) are left"
    case .chunksTooMany(let limit): "there are more than \(limit) chunks"
    case .jsonChunkMissing: "the first chunk is not JSON"
    case .binaryChunkMissing: "the second chunk is not binary"
    case .jsonTooLong(let byteCount, let limit):
      "the JSON chunk has \(byteCount) bytes, more than \(limit)"
    case .jsonMalformed(let offset): "the JSON is malformed at its byte \(offset)"
    case .jsonTooDeep(let offset, let limit):
      "the JSON is nested deeper than \(limit) at its byte \(offset)"
    case .memberUnusable(let pointer): "\(pointer) is missing or of the wrong type"
    case .bytesOutOfBounds(let pointer): "\(pointer) refers to bytes that are not there"
    case .imageMalformed(let pointer): "\(pointer) has no PNG header"
    }
  }
  /// The letters that bytes stand for, or their numbers where one is no letter.
  private static func text(_ bytes: [UInt8]) -> String {
    guard bytes.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
      let numbers = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }
      return "the bytes " + numbers.joined(separator: " ")
    }
    return "\"" + String(decoding: bytes, as: UTF8.self) + "\""
  }
}
