// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Star mesh files") struct StarMeshFileTests {
  @Test("the same parameters give the same bytes, run by run")
  func repeatable() throws {
    let parameters = try MeshParameters.small("77", textureSize: 128)
    #expect(StarMesh.generate(parameters).glb == StarMesh.generate(parameters).glb)
  }

  @Test(
    "the bytes of a kind never change between machines, debug and release",
    arguments: [
      ("1", StarKind.fruit, 12_243_943_980_327_551_244),
      ("2", .stone, 2_486_948_103_486_492_787),
      ("3", .plush, 8_095_652_657_660_907_471),
    ] as [(String, StarKind, UInt64)])
  func pinned(seed: String, kind: StarKind, digest: UInt64) throws {
    let mesh = StarMesh.generate(try .small(seed))
    #expect(mesh.kind == .star(kind))
    #expect(IntegerHash.digest(mesh.glb) == digest)
  }

  @Test("different seeds give different shapes and different textures")
  func seedsDiffer() throws {
    let files = try (1...8).map { try MeshFile(StarMesh.generate(.small("\($0)")).glb) }
    #expect(Set(files.map(\.positions)).count == files.count)
    #expect(Set(files.map(\.image)).count == files.count)
  }

  @Test("every kind of thing grows from some small seed")
  func kinds() throws {
    let kinds = try (0..<12).map { StarMesh.generate(try .small("\($0)")).kind }
    #expect(Set(kinds) == Set(StarKind.allCases.map { .star($0) }))
  }

  @Test("the texture size changes the texture and nothing else")
  func textureSizeOnly() throws {
    let small = try MeshFile(StarMesh.generate(.small("8", textureSize: 64)).glb)
    let large = try MeshFile(StarMesh.generate(.small("8", textureSize: 192)).glb)
    #expect(small.indices == large.indices)
    #expect(small.positions == large.positions)
    #expect(small.textureCoordinates == large.textureCoordinates)
    #expect(small.summary.image?.width == 64)
    #expect(large.summary.image?.width == 192)
  }

  @Test("the image decodes, has the right size, several colours and no black")
  func image() throws {
    let image = try PNGDecoder(
      MeshFile(StarMesh.generate(.small("10", textureSize: 128)).glb).image)
    #expect(image.width == 128)
    #expect(image.height == 128)
    // Looked up once: it is computed, and slowly in debug builds.
    let texels = image.texels
    let pixels = stride(from: 0, to: texels.count, by: 3).map { Array(texels[$0..<$0 + 3]) }
    #expect(Set(pixels.map { pixel in pixel.map { $0 >> 5 } }).count >= 8)
    let blackCount = pixels.count { pixel in pixel.allSatisfy { $0 <= 3 } }
    #expect(blackCount == 0)
  }

  @Test("texels continue across the folds of the border", arguments: [64, 128, 192, 256])
  func seamless(side: Int) throws {
    let mesh = StarMesh.generate(try .small("3", textureSize: side))
    let texels = try PNGDecoder(MeshFile(mesh.glb).image).texels
    func texel(_ column: Int, _ row: Int) -> ArraySlice<UInt8> {
      texels[(row * side + column) * 3..<(row * side + column) * 3 + 3]
    }
    // In half texels the square begins at side/64; a texel and its image across the fold agree.
    let border = side / 64
    for along in 0..<side {
      for depth in stride(from: 1 - border % 2, through: border, by: 2) {
        let (outer, inner) = ((border - depth) / 2, (border + depth) / 2)
        guard outer != inner || border % 2 == 1, border - depth > 0 else { continue }
        let mirrored = side - 1 - along
        #expect(Array(texel(outer, along)) == Array(texel(inner, mirrored)))
        #expect(Array(texel(side - 1 - outer, along)) == Array(texel(side - 1 - inner, mirrored)))
        #expect(Array(texel(along, outer)) == Array(texel(mirrored, inner)))
        #expect(Array(texel(along, side - 1 - outer)) == Array(texel(mirrored, side - 1 - inner)))
      }
    }
  }

  @Test("a mesh of the default size has the size of a real one")
  func realisticSize() throws {
    let mesh = StarMesh.generate(
      try MeshParameters(
        seed: MeshSeed(integer: "3"), meshSimplify: 0.95, textureSize: 512))
    #expect(mesh.faceCount == 12_800)
    #expect((270_000...450_000).contains(mesh.imageByteCount))
    #expect(mesh.glb.count == (try GLBReader().summary(of: mesh.glb)).byteCount)
  }
}
