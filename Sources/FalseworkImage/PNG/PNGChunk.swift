// Falsework
// SPDX-License-Identifier: MIT

/// A part of a PNG, and the rules by which a file is cut into them (PNG 3rd edition §5).
struct PNGChunk {
  static let signature: [UInt8] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
  /// What surrounds the data: length, name and checksum.
  private static let frameByteCount = 12

  let name: String
  let data: ByteView
  /// The chunk as it stands in the file.
  let whole: ByteView

  /// Cuts a file into its chunks, up to its end or the chunk that says so.
  static func all(
    in bytes: [UInt8], _ limits: PictureLimits
  ) throws(PictureError) -> [PNGChunk] {
    let file = ByteView(bytes)
    var chunks: [PNGChunk] = []
    var offset = signature.count
    while offset < file.count {
      guard chunks.count < limits.partCountMax else {
        throw .damaged(.png, reason: "it has more than \(limits.partCountMax) chunks")
      }
      guard let length = file.number(at: offset, bytes: 4, .bigEndian),
        let name = file.text(at: offset + 4, count: 4),
        let data = file.part(at: offset + 8, count: length),
        let whole = file.part(at: offset, count: length + frameByteCount)
      else { throw .damaged(.png, reason: "it ends within a chunk") }
      chunks.append(PNGChunk(name: name, data: data, whole: whole))
      if name == "IEND" { break }
      offset += whole.count
    }
    return chunks
  }
}
