// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("GLB writer") struct GLBWriterTests {
  /// A tetrahedron with an image of the given length, for files of a few hundred bytes.
  static func tetrahedron(image: [UInt8]? = nil) -> TexturedGeometry {
    TexturedGeometry(
      indices: [0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3],
      positions: [0, 0, 0, 0.1, 0, 0, 0, -0.25, 0, 0, 0, 0.5],
      textureCoordinates: [0, 0, 1, 0, 0, 1, 0.3, 0.3],
      image: image ?? PNGEncoder.encode(texels: [UInt8](repeating: 9, count: 12), side: 2))
  }

  @Test("the JSON is that of the real exporter, member for member")
  func document() throws {
    let geometry = Self.tetrahedron(image: PNGEncoder.encode(texels: [1, 2, 3], side: 1))
    let imageBytes = (geometry.image.count + 3) / 4 * 4
    let summary = try GLBReader().summary(of: GLBWriter.file(of: geometry))
    let expected =
      #"{"scene":0,"scenes":[{"nodes":[0]}],"asset":{"version":"2.0","#
      + #""generator":"https://github.com/mikedh/trimesh"},"accessors":["#
      + #"{"componentType":5125,"type":"SCALAR","bufferView":0,"count":12,"max":[3],"min":[0]},"#
      + #"{"componentType":5126,"type":"VEC3","byteOffset":0,"bufferView":1,"count":4,"#
      + #""max":[0.10000000149011612,0.0,0.5],"min":[0.0,-0.25,0.0]},"#
      + #"{"componentType":5126,"type":"VEC2","byteOffset":0,"bufferView":3,"count":4,"#
      + #""max":[1.0,1.0],"min":[0.0,0.0]}],"meshes":[{"name":"geometry_0","#
      + #""extras":{"processed":true},"primitives":[{"attributes":{"POSITION":1,"#
      + #""TEXCOORD_0":2},"indices":0,"mode":4,"material":0}]}],"images":[{"bufferView":2,"#
      + #""mimeType":"image/png"}],"textures":[{"source":0}],"materials":["#
      + #"{"pbrMetallicRoughness":{"baseColorTexture":{"index":0},"#
      + #""baseColorFactor":[1.0,1.0,1.0,1.0],"roughnessFactor":1.0},"doubleSided":false}],"#
      + #""nodes":[{"name":"world","children":[1]},{"name":"geometry_0","mesh":0}],"#
      + #""buffers":[{"byteLength":\#(48 + 48 + imageBytes + 32)}],"bufferViews":["#
      + #"{"buffer":0,"byteOffset":0,"byteLength":48},"#
      + #"{"buffer":0,"byteOffset":48,"byteLength":48},"#
      + #"{"buffer":0,"byteOffset":96,"byteLength":\#(imageBytes)},"#
      + #"{"buffer":0,"byteOffset":\#(96 + imageBytes),"byteLength":32}]}"#
    let text = String(decoding: summary.json, as: UTF8.self)
    #expect(text.hasPrefix(expected))
    let padding = text.utf8.count - expected.utf8.count
    #expect((1...4).contains(padding))
    #expect(text.hasSuffix("}" + String(repeating: " ", count: padding)))
  }

  @Test("a JSON text that ends on a boundary of four gets four spaces more, as observed")
  func jsonPadding() throws {
    var paddings: Set<Int> = []
    for count in [70, 700, 7000, 70_000, 700_000] {
      let file = GLBWriter.file(of: Self.tetrahedron(image: [UInt8](repeating: 1, count: count)))
      let byteCount = (0..<4).reduce(0) { $0 | Int(file[12 + $1]) << (8 * $1) }
      let json = file[20..<20 + byteCount]
      #expect(json.count.isMultiple(of: 4))
      paddings.insert(json.count - (json.lastIndex(of: UInt8(ascii: "}")) ?? 0) + 19)
    }
    #expect(paddings.isSubset(of: [1, 2, 3, 4]))
    #expect(paddings.contains(4))
  }

  @Test("the image's tail is filled with spaces inside its view", arguments: 60...67)
  func imagePadding(count: Int) throws {
    let file = GLBWriter.file(of: Self.tetrahedron(image: [UInt8](repeating: 1, count: count)))
    let coordinates = 8 * 4
    let view = file.dropLast(coordinates).suffix((count + 3) / 4 * 4)
    #expect(Array(view.prefix(count)) == [UInt8](repeating: 1, count: count))
    #expect(view.dropFirst(count).allSatisfy { $0 == 0x20 })
    #expect(file.count.isMultiple(of: 4))
  }

  @Test("the summary of a written file says what was written")
  func summary() throws {
    let geometry = Self.tetrahedron()
    let file = GLBWriter.file(of: geometry)
    let summary = try GLBReader().summary(of: file)
    #expect(summary.byteCount == file.count)
    #expect(summary.chunks.map(\.type) == [0x4E4F_534A, 0x004E_4942])
    #expect(summary.generator == "https://github.com/mikedh/trimesh")
    #expect(summary.attributes == ["POSITION", "TEXCOORD_0"])
    #expect(summary.vertexCount == 4)
    #expect(summary.faceCount == 4)
    #expect(summary.bounds.extent == [Double(Float(0.1)), 0.25, 0.5])
    #expect(summary.image?.mimeType == "image/png")
    #expect(summary.image?.width == 2)
    #expect(summary.image?.height == 2)
    let image = try #require(summary.image)
    #expect(Array(file[image.byteRange].prefix(geometry.image.count)) == geometry.image)
  }
}
