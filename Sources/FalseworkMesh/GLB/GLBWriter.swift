// Falsework
// SPDX-License-Identifier: MIT

/// A writer of binary glTF in the layout of the real service's exporter, trimesh 4.5.
///
/// Observed in seven files of the real service: member order, the order of the views, no normals,
/// no sampler, and a `world` node above the mesh. Normals, where a finish has them, come last.
/// Files are little-endian throughout.
package enum GLBWriter {
  /// Returns the file.
  package static func file(of geometry: TexturedGeometry) -> [UInt8] {
    let image = spacePadded(geometry.image)
    let normals = geometry.finish?.normals ?? []
    let byteCounts = [
      geometry.indices.count * 4, geometry.positions.count * 4, image.count,
      geometry.textureCoordinates.count * 4, normals.count * 4,
    ].filter { $0 > 0 }
    let json = paddedJSON(GLTFText.document(for: geometry, viewByteCounts: byteCounts))
    let binaryByteCount = byteCounts.reduce(0, +)
    let fileByteCount = 12 + 8 + json.count + 8 + binaryByteCount
    var file: [UInt8] = []
    file.reserveCapacity(fileByteCount)
    append([GLBFormat.magic, GLBFormat.version, UInt32(fileByteCount)], to: &file)
    append([UInt32(json.count), GLBFormat.jsonChunk], to: &file)
    file += json
    append([UInt32(binaryByteCount), GLBFormat.binaryChunk], to: &file)
    append(geometry.indices, to: &file)
    append(geometry.positions.map(\.bitPattern), to: &file)
    file += image
    append(geometry.textureCoordinates.map(\.bitPattern), to: &file)
    append(normals.map(\.bitPattern), to: &file)
    return file
  }

  /// Observed: one to four spaces, even where the text already ends on a boundary of four.
  private static func paddedJSON(_ text: String) -> [UInt8] {
    let json = Array(text.utf8)
    return json + [UInt8](repeating: 0x20, count: 4 - json.count % 4)
  }

  /// Observed: the image's tail is filled with spaces and counted in its view.
  private static func spacePadded(_ image: [UInt8]) -> [UInt8] {
    image + [UInt8](repeating: 0x20, count: (4 - image.count % 4) % 4)
  }

  private static func append(_ words: [UInt32], to file: inout [UInt8]) {
    words.map(\.littleEndian).withUnsafeBytes { file += $0 }
  }
}

/// The fixed numbers of the binary glTF container, glTF 2.0 §4.4.
enum GLBFormat {
  static let magic: UInt32 = 0x4654_6C67
  static let version: UInt32 = 2
  static let jsonChunk: UInt32 = 0x4E4F_534A
  static let binaryChunk: UInt32 = 0x004E_4942
  static let headerByteCount = 12
  static let chunkHeaderByteCount = 8
}
