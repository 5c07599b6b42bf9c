// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension BrokenMesh {
  static let ofContainer = [
    BrokenMesh(
      "truncated", "The last quarter of the file is missing.",
      "gltfpack, trimesh and three.js refuse it.", [.glbUnexpectedEndOfChunkData],
      .bytes { Array($0[..<($0.count * 3 / 4)]) }),
    BrokenMesh(
      "empty", "The file has no bytes.",
      "gltfpack, trimesh and three.js refuse it, each with an error of another kind.",
      [.glbUnexpectedEndOfHeader], .bytes { _ in [] }),
    BrokenMesh(
      "html-page", "An error page of a web server stands in the file's place.",
      "gltfpack and trimesh refuse it, three.js reports broken JSON.", [.glbInvalidMagic],
      .bytes { _ in Array(page.utf8) }),
    BrokenMesh(
      "bad-magic", "The first four bytes are not glTF.",
      "gltfpack and trimesh refuse it, three.js reports broken JSON.", [.glbInvalidMagic],
      .bytes { Array("FTlg".utf8) + $0.dropFirst(4) }),
    BrokenMesh(
      "header-too-long", "The length in the header is 16 bytes more than the file has.",
      "gltfpack refuses it, trimesh loads it.", [.glbLengthMismatch],
      .bytes { replacing($0, at: 8, UInt32($0.count + 16)) }),
    BrokenMesh(
      "header-too-short", "The length in the header is 16 bytes less than the file has.",
      "gltfpack and trimesh load it.", [.glbLengthMismatch, .glbChunkTooBig],
      .bytes { replacing($0, at: 8, UInt32($0.count - 16)) }),
    BrokenMesh(
      "version-1", "The container says that it is of version 1.",
      "gltfpack, trimesh and three.js refuse it as an old file.", [.glbInvalidVersion],
      .bytes { replacing($0, at: 4, 1) }),
    BrokenMesh(
      "no-binary-chunk", "The file ends behind the JSON, which refers to a binary chunk.",
      "gltfpack and trimesh refuse it, three.js fails inside its parser.",
      [.bufferMissingGLBData],
      .bytes { file in
        let end = 20 + Int(file.littleEndianWord(at: 12))
        return replacing(Array(file[..<end]), at: 8, UInt32(end))
      }),
    BrokenMesh(
      "json-nul-padded", "The JSON is filled up with zeros instead of spaces.",
      "gltfpack loads it, trimesh and other strict parsers refuse it.", [.invalidJSON],
      .bytes(nulPadded)),
  ]

  private static let page = """
    <!DOCTYPE html>
    <html><head><title>502 Bad Gateway</title></head>
    <body><h1>502 Bad Gateway</h1></body></html>

    """

  private static func replacing(_ file: [UInt8], at offset: Int, _ word: UInt32) -> [UInt8] {
    var file = file
    file.replaceSubrange(offset..<offset + 4, with: word.littleEndianBytes)
    return file
  }

  /// Four zeros follow the JSON where it has no padding to replace.
  @Sendable private static func nulPadded(_ file: [UInt8]) -> [UInt8] {
    let count = Int(file.littleEndianWord(at: 12))
    let json = file[20..<20 + count]
    let text = json.prefix((json.lastIndex { $0 != 0x20 } ?? json.startIndex) - 19)
    let padding = [UInt8](repeating: 0, count: 4 - text.count % 4)
    var spoilt = Array(file[..<20]) + text + padding + file[(20 + count)...]
    spoilt = replacing(spoilt, at: 8, UInt32(spoilt.count))
    return replacing(spoilt, at: 12, UInt32(text.count + padding.count))
  }
}
