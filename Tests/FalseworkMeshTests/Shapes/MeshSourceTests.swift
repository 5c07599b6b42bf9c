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

  @Test("a pretty file says what it was made of")
  func provenance() throws {
    let parameters = try MeshParameters(
      seed: MeshSeed(integer: "1"), meshSimplify: 0.9, textureSize: 64, style: .pretty)
    for (source, members) in [
      (.picture(try HardPicture.ring.picture()), #""source":"picture","subject":"cutOut""#),
      (.picture(try HardPicture.allClear.picture()), #""source":"creature","plan":"walker""#),
      (.creature, #""source":"creature","plan":"walker""#),
      (.star, #""source":"star","form":"fruit""#),
    ] as [(MeshSource, String)] {
      let file = source.generate(parameters, faceCount: 800).glb
      let json = String(decoding: try GLBReader().summary(of: file).json, as: UTF8.self)
      #expect(json.contains(#""generatorVersion":3,\#(members),"meshSeed":"1","#), "\(json)")
    }
  }

  @Test("2,000 to 4,000 triangles are left at the default, and the file says so")
  func defaultSize() throws {
    let parameters = try MeshParameters.small("5", meshSimplify: 0.95)
    let mesh = MeshSource.picture(try HardPicture.ring.picture()).generate(parameters)
    #expect((2_000...4_000).contains(mesh.faceCount))
    #expect((40_000...80_000).contains(mesh.rawFaceCount))
    #expect(try GLBReader().summary(of: mesh.glb).faceCount == mesh.faceCount)
  }

  @Test("three fifths of the texture and more are used, by thin things too")
  func textureShare() throws {
    let line = try SamplePicture.draw(160, 160) { x, y in
      (79..<82).contains(y) ? SamplePicture.green : SamplePicture.clear
    }
    let chair = try SamplePicture.draw(160, 160) { x, y in
      let isSeat = (40..<120).contains(x) && (80..<92).contains(y)
      let isLeg = [40, 74, 108].contains { ($0..<$0 + 12).contains(x) } && (20..<150).contains(y)
      return isSeat || isLeg ? SamplePicture.blue : SamplePicture.clear
    }
    for (source, seed) in [
      (.creature, "1"), (.creature, "2"), (.creature, "3"), (.picture(line), "1"),
      (.picture(chair), "1"),
    ] as [(MeshSource, String)] {
      let parameters = try MeshParameters(seed: MeshSeed(integer: seed), textureSize: 512)
      #expect(source.generate(parameters).textureShare >= 0.6)
    }
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
