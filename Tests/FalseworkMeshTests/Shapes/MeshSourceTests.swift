// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Mesh sources") struct MeshSourceTests {
  @Test("a mesh says what it shows")
  func kinds() throws {
    let parameters = try MeshParameters.small("1")
    func kind(_ hard: HardPicture) throws -> MeshKind? {
      MeshSource.picture(try hard.picture()).generate(parameters, faceCount: 800).kind
    }
    #expect(try kind(.ring) == .picture(.cutOut))
    #expect(try kind(.discOnGround) == .picture(.beforeBackdrop))
    #expect(try kind(.opaqueNoise) == .picture(.wholeFrame))
    #expect(
      MeshSource.creature.generate(parameters, faceCount: 800).kind == .creature(.walker))
    #expect(try kind(.allClear) == .creature(.walker))
    #expect(MeshSource.star.generate(parameters).kind == .star(.fruit))
  }

  @Test("2,000 to 4,000 triangles are left at the default, and the file says so")
  func defaultSize() throws {
    let parameters = try MeshParameters.small("5", meshSimplify: 0.95)
    let mesh = MeshSource.picture(try HardPicture.ring.picture()).generate(parameters)
    #expect((2_000...4_000).contains(mesh.faceCount))
    #expect((40_000...80_000).contains(mesh.rawFaceCount))
    #expect(try GLBReader().summary(of: mesh.glb).faceCount == mesh.faceCount)
  }

  @Test("a seed changes the mesh of a picture, and the picture that of a seed")
  func inputs() throws {
    let ring = MeshSource.picture(try HardPicture.ring.picture())
    let disc = MeshSource.picture(try HardPicture.disc.picture())
    let surfaces = try [(ring, "1"), (ring, "2"), (disc, "1")].map { source, seed in
      try #require(source.rawSurface(.small(seed), faceCount: 1_000))
    }
    #expect(Set(surfaces.map(\.positions)).count == 3)
    let again = try #require(ring.rawSurface(.small("1"), faceCount: 1_000))
    #expect(again == surfaces[0])
  }

  @Test("stars have no raw surface")
  func star() throws {
    #expect(MeshSource.star.rawSurface(try .small("1")) == nil)
  }
}
