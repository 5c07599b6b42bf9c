// Falsework
// SPDX-License-Identifier: MIT

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
    let container = GLBContainer(file, limits: limits)
    if let fault = container.faults.first { throw fault }
    let chunks = container.chunks
    if chunks.first?.type == GLBFormat.jsonChunk {
      guard chunks.count > 1, chunks[1].type == GLBFormat.binaryChunk else {
        throw .binaryChunkMissing
      }
    }
    let (json, root) = try container.root(of: file, limits: limits)
    let document = GLTFDocument(root: root, file: file, binary: chunks[1].byteRange)
    return try document.summary(chunks: chunks, json: json)
  }
}

extension UInt32 {
  var littleEndianBytes: [UInt8] {
    [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: self >> $0) }
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
