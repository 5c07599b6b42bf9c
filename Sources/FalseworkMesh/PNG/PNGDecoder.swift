// Falsework
// SPDX-License-Identifier: MIT

/// A decoded PNG file of any colour type, bit depth and interlace.
///
/// Everything that a file can ask for is bounded by its header before anything is allocated.
package struct PNGDecoder: Sendable {
  /// Bounds on what is decoded.
  package struct Limits: Sendable, Hashable {
    /// The most pixels of an image.
    package var pixelsMax: Int

    /// Sets the bounds; the default is a square of 4096.
    package init(pixelsMax: Int = 16 << 20) {
      self.pixelsMax = pixelsMax
    }
  }

  /// A chunk's name and where its payload lies in the file.
  package struct Chunk: Sendable, Hashable {
    /// The four letters.
    package let name: String
    /// The payload.
    package let range: Range<Int>
  }

  /// What the file says about its pixels.
  package let header: PNGHeader
  /// The chunks in their order up to IEND.
  package let chunks: [Chunk]
  /// The pixels, widened or rounded to eight bits a sample.
  package let picture: Picture

  /// The pixels in a row.
  package var width: Int { header.width }
  /// The rows.
  package var height: Int { header.height }

  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Decodes a file, which may have padding behind its last chunk.
  package init(_ file: [UInt8], limits: Limits = Limits()) throws(PNGFault) {
    chunks = try Self.chunks(file)
    guard let first = chunks.first, first.name == "IHDR" else { throw .headerMissing }
    header = try PNGHeader(file[first.range])
    guard header.width <= limits.pixelsMax / header.height else {
      throw .tooLarge(width: header.width, height: header.height, pixelsMax: limits.pixelsMax)
    }
    let rows = try Self.rows(chunks.filter { $0.name == "IDAT" }, of: file, header)
    let palette = try PNGPalette(chunks, file, header)
    guard
      let picture = Picture(
        width: header.width, height: header.height,
        pixels: try PNGPixels(header, palette).pixels(of: rows))
    else { throw .headerInvalid }
    self.picture = picture
  }

  /// Reads only the header of a file that need not be whole.
  package static func header(of file: ArraySlice<UInt8>) throws(PNGFault) -> PNGHeader {
    guard file.starts(with: signature) else { throw .signatureWrong }
    let start = file.startIndex + signature.count
    guard file.count >= 33 else { throw .chunkTruncated(offset: signature.count) }
    guard file[start..<start + 8].elementsEqual([0, 0, 0, 13] + Array("IHDR".utf8)) else {
      throw .headerMissing
    }
    return try PNGHeader(file[start + 8..<start + 21])
  }

  /// Critical chunks besides the two that begin and end a file, §11.2.
  private static let knownNames: Set = ["PLTE", "IDAT", "IHDR", "IEND"]

  private static func chunks(_ file: [UInt8]) throws(PNGFault) -> [Chunk] {
    guard file.starts(with: signature) else { throw .signatureWrong }
    var chunks: [Chunk] = []
    var offset = signature.count
    while chunks.last?.name != "IEND" {
      if offset == file.count { throw .endMissing }
      guard file.count - offset >= 12 else { throw .chunkTruncated(offset: offset) }
      let count = Int(file.bigEndianWord(at: offset))
      guard count <= file.count - offset - 12 else { throw .chunkTruncated(offset: offset) }
      let end = offset + 8 + count
      let name = String(decoding: file[offset + 4..<offset + 8], as: UTF8.self)
      let check = file.withUnsafeBufferPointer {
        CRC32.checksum(UnsafeBufferPointer(rebasing: $0[offset + 4..<end]))
      }
      guard check == file.bigEndianWord(at: end) else {
        throw .checksumWrong(name: name, offset: offset)
      }
      // The fifth bit of the first letter marks chunks that may be passed over, §5.4.
      guard file[offset + 4] & 0x20 != 0 || knownNames.contains(name) else {
        throw .chunkUnknown(name: name, offset: offset)
      }
      chunks.append(Chunk(name: name, range: offset + 8..<end))
      offset = end + 4
    }
    return chunks
  }

  /// Decompresses the rows of all passes, each with its filter's number in front.
  private static func rows(
    _ chunks: [Chunk], of file: [UInt8], _ header: PNGHeader
  ) throws(PNGFault) -> [UInt8] {
    let needed = header.passes.reduce(0) { sum, pass in
      sum + (header.rowByteCount(width: pass.width) + 1) * pass.height
    }
    var stream: [UInt8] = []
    stream.reserveCapacity(chunks.reduce(0) { $0 + $1.range.count })
    for chunk in chunks { stream += file[chunk.range] }
    let rows: [UInt8]
    do throws(Inflate.Failure) {
      rows = try Inflate.bytes(ofZlib: stream, limit: needed)
    } catch {
      throw .dataCorrupt(error.description)
    }
    guard rows.count == needed else { throw .dataTooShort(found: rows.count, needed: needed) }
    return rows
  }
}
