// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A bounded reader of binary glTF 2.0, as far as ``GLBSummary`` goes.
///
/// The container is checked strictly; of the JSON only what leads to the first primitive of the
/// first mesh and to the first image is looked at.
public struct GLBReader: Sendable {
  /// Bounds on what is read from outside.
  public struct Limits: Sendable, Hashable {
    /// The longest file in bytes.
    public var fileBytesMax: Int
    /// The longest JSON chunk in bytes.
    public var jsonBytesMax: Int
    /// The deepest nesting of JSON arrays and objects.
    public var jsonDepthMax: Int
    /// The most chunks in a file.
    public var chunkCountMax: Int

    /// Sets the bounds; the defaults are far above what the real service sends.
    public init(
      fileBytesMax: Int = 256 << 20, jsonBytesMax: Int = 1 << 20, jsonDepthMax: Int = 32,
      chunkCountMax: Int = 16
    ) {
      self.fileBytesMax = fileBytesMax
      self.jsonBytesMax = jsonBytesMax
      self.jsonDepthMax = jsonDepthMax
      self.chunkCountMax = chunkCountMax
    }
  }

  /// The bounds in force.
  public let limits: Limits

  /// Makes a reader with the given bounds.
  public init(limits: Limits = Limits()) {
    self.limits = limits
  }

  /// Returns what the file holds, or throws the first fault found.
  public func summary(of file: [UInt8]) throws(GLBError) -> GLBSummary {
    let chunks = try chunks(of: file)
    guard let first = chunks.first, first.type == GLBFormat.jsonChunk else {
      throw .jsonChunkMissing
    }
    guard chunks.count > 1, chunks[1].type == GLBFormat.binaryChunk else {
      throw .binaryChunkMissing
    }
    guard first.byteRange.count <= limits.jsonBytesMax else {
      throw .jsonTooLong(byteCount: first.byteRange.count, limit: limits.jsonBytesMax)
    }
    let json = Array(file[first.byteRange])
    let document = GLTFDocument(root: try root(of: json), file: file, binary: chunks[1].byteRange)
    return try document.summary(chunks: chunks, json: json)
  }

  private func root(of json: [UInt8]) throws(GLBError) -> JSONValue {
    do {
      return try JSONValue.parse(json, limits: JSONLimits(depthMax: limits.jsonDepthMax))
    } catch {
      if case .depthExceeded(let limit) = error.reason {
        throw .jsonTooDeep(offset: error.byteOffset, limit: limit)
      }
      throw .jsonMalformed(offset: error.byteOffset)
    }
  }

  private func chunks(of file: [UInt8]) throws(GLBError) -> [GLBSummary.Chunk] {
    try checkHeader(of: file)
    var chunks: [GLBSummary.Chunk] = []
    var offset = GLBFormat.headerByteCount
    while offset < file.count {
      guard chunks.count < limits.chunkCountMax else {
        throw .chunksTooMany(limit: limits.chunkCountMax)
      }
      guard file.count - offset >= GLBFormat.chunkHeaderByteCount else {
        throw .chunkHeaderTruncated(offset: offset)
      }
      let byteCount = Int(file.littleEndianWord(at: offset))
      let start = offset + GLBFormat.chunkHeaderByteCount
      guard byteCount <= file.count - start else {
        throw .chunkTruncated(offset: offset, declared: byteCount, found: file.count - start)
      }
      guard byteCount.isMultiple(of: 4) else {
        throw .chunkUnaligned(offset: offset, byteCount: byteCount)
      }
      chunks.append(
        GLBSummary.Chunk(
          type: file.littleEndianWord(at: offset + 4), byteRange: start..<start + byteCount))
      offset = start + byteCount
    }
    return chunks
  }

  private func checkHeader(of file: [UInt8]) throws(GLBError) {
    guard file.count <= limits.fileBytesMax else {
      throw .fileTooLong(byteCount: file.count, limit: limits.fileBytesMax)
    }
    guard file.count >= GLBFormat.headerByteCount else {
      throw .headerTruncated(byteCount: file.count)
    }
    let magic = file.littleEndianWord(at: 0)
    guard magic == GLBFormat.magic else { throw .magicMismatch(found: magic) }
    let version = file.littleEndianWord(at: 4)
    guard version == GLBFormat.version else { throw .versionUnsupported(found: version) }
    let declared = Int(file.littleEndianWord(at: 8))
    guard declared == file.count else {
      throw .lengthMismatch(declared: declared, found: file.count)
    }
  }
}

extension [UInt8] {
  func littleEndianWord(at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(self[offset + $1]) << UInt32(8 * $1) }
  }

  func bigEndianWord(at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(self[offset + $1]) }
  }
}
