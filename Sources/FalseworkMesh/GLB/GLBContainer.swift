// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// The chunks of a binary glTF file, and everything that keeps them from being read.
struct GLBContainer {
  /// The length in the header; nil if the file has no header of version 2.
  private(set) var declaredByteCount: Int?
  /// The chunks that lie in the file as a whole, in their order.
  private(set) var chunks: [GLBSummary.Chunk] = []
  /// What is wrong, in the order of the file; no chunk follows a fault that hides where one begins.
  private(set) var faults: [GLBError] = []
  /// Whether the file goes on behind the end that its header declares and a chunk has; no chunks
  /// are sought there.
  private(set) var goesOn = false

  init(_ file: [UInt8], limits: GLBReader.Limits) {
    guard file.count <= limits.fileBytesMax else {
      faults = [.fileTooLong(byteCount: file.count, limit: limits.fileBytesMax)]
      return
    }
    guard file.count >= GLBFormat.headerByteCount else {
      // What is no binary glTF at all is better said so than that it is short.
      let letters = [UInt8](GLBFormat.magic.littleEndianBytes.prefix(file.count))
      faults =
        file.count < 4 || file.starts(with: letters)
        ? [.headerTruncated(byteCount: file.count)]
        : [.magicMismatch(found: file.littleEndianWord(at: 0), kind: FileKind(of: file))]
      return
    }
    let magic = file.littleEndianWord(at: 0)
    guard magic == GLBFormat.magic else {
      faults = [.magicMismatch(found: magic, kind: FileKind(of: file))]
      return
    }
    let version = file.littleEndianWord(at: 4)
    guard version == GLBFormat.version else {
      faults = [.versionUnsupported(found: version)]
      return
    }
    let declared = Int(file.littleEndianWord(at: 8))
    declaredByteCount = declared
    if declared != file.count {
      faults = [.lengthMismatch(declared: declared, found: file.count)]
    }
    readChunks(of: file, limits: limits)
  }

  private mutating func readChunks(of file: [UInt8], limits: GLBReader.Limits) {
    var offset = GLBFormat.headerByteCount
    while offset < file.count {
      if offset == declaredByteCount, !chunks.isEmpty {
        goesOn = true
        return
      }
      guard chunks.count < limits.chunkCountMax else {
        faults.append(.chunksTooMany(limit: limits.chunkCountMax))
        return
      }
      let start = offset + GLBFormat.chunkHeaderByteCount
      guard start <= file.count else {
        faults.append(.chunkHeaderTruncated(offset: offset))
        return
      }
      let byteCount = Int(file.littleEndianWord(at: offset))
      guard byteCount <= file.count - start else {
        faults.append(
          .chunkTruncated(offset: offset, declared: byteCount, found: file.count - start))
        return
      }
      if !byteCount.isMultiple(of: 4) {
        faults.append(.chunkUnaligned(offset: offset, byteCount: byteCount))
      }
      let type = file.littleEndianWord(at: offset + 4)
      chunks.append(GLBSummary.Chunk(type: type, byteRange: start..<start + byteCount))
      offset = start + byteCount
    }
  }

  /// Returns the JSON of the first chunk.
  func root(
    of file: [UInt8], limits: GLBReader.Limits
  ) throws(GLBError) -> (text: [UInt8], value: JSONValue) {
    guard let first = chunks.first, first.type == GLBFormat.jsonChunk else {
      throw .jsonChunkMissing
    }
    guard first.byteRange.count <= limits.jsonBytesMax else {
      throw .jsonTooLong(byteCount: first.byteRange.count, limit: limits.jsonBytesMax)
    }
    let text = Array(file[first.byteRange])
    do {
      let value = try JSONValue.parse(text, limits: JSONLimits(depthMax: limits.jsonDepthMax))
      return (text, value)
    } catch {
      if case .depthExceeded(let limit) = error.reason {
        throw .jsonTooDeep(offset: error.byteOffset, limit: limit)
      }
      throw .jsonMalformed(offset: error.byteOffset)
    }
  }
}
