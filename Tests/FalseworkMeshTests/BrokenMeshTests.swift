// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

/// Good meshes of every source and style, each made once.
enum GoodMesh: String, CaseIterable {
  case fruit, stone, plush, creature, prettyCreature, picture

  private static let files: [GoodMesh: [UInt8]] = Dictionary(
    uniqueKeysWithValues: allCases.map { ($0, (try? $0.made())?.glb ?? []) })

  var file: [UInt8] { Self.files[self] ?? [] }

  static var first: [UInt8] { fruit.file }

  private func made() throws -> GeneratedMesh {
    switch self {
    case .fruit: StarMesh.generate(try .small("1"))
    case .stone: StarMesh.generate(try .small("2"))
    case .plush: StarMesh.generate(try .small("3"))
    case .creature: MeshSource.creature.generate(try .small("4"), faceCount: 30_000)
    case .prettyCreature:
      MeshSource.creature.generate(
        try MeshParameters(
          seed: MeshSeed(integer: "5"), meshSimplify: 0.98, textureSize: 64, style: .pretty),
        faceCount: 30_000)
    case .picture:
      MeshSource.picture(try Self.disc).generate(try .small("6"), faceCount: 30_000)
    }
  }

  /// A red disc on nothing.
  private static var disc: Picture {
    get throws {
      let pixels = (0..<48 * 48).flatMap { place -> [UInt8] in
        let (x, y) = (place % 48 - 24, place / 48 - 24)
        return [200, UInt8(40 + place % 48), 60, x * x + y * y < 400 ? 255 : 0]
      }
      return try #require(Picture(width: 48, height: 48, pixels: pixels))
    }
  }
}

@Suite("Broken meshes") struct BrokenMeshTests {
  @Test("a good mesh has no issue above a hint", arguments: GoodMesh.allCases)
  func good(mesh: GoodMesh) {
    let report = GLBInspector().inspect(mesh.file)
    #expect(report.codes == [])
    #expect(report.isSound)
    #expect(Set(report.issues.map(\.code)) == [.bufferViewTargetMissing])
  }

  @Test(
    "each is found with exactly its codes", arguments: BrokenMesh.all.map(\.name),
    GoodMesh.allCases)
  func codes(name: String, mesh: GoodMesh) throws {
    let broken = try #require(BrokenMesh.named(name))
    let file = try broken.spoiling(mesh.file)
    #expect(file != mesh.file)
    #expect(GLBInspector().inspect(file).codes == broken.codes)
  }

  @Test("spoiling a mesh twice gives the same bytes")
  func repeatable() throws {
    for broken in BrokenMesh.all {
      #expect(try broken.spoiling(GoodMesh.first) == broken.spoiling(GoodMesh.first))
    }
  }

  @Test("names are unique, lower case and hyphenated; sentences end with a point")
  func words() {
    #expect(Set(BrokenMesh.all.map(\.name)).count == BrokenMesh.all.count)
    for broken in BrokenMesh.all {
      let letters = Set("abcdefghijklmnopqrstuvwxyz0123456789-")
      #expect(broken.name.allSatisfy { letters.contains($0) })
      #expect(broken.fault.hasSuffix("."))
      #expect(broken.consequence.hasSuffix("."))
      #expect(!broken.codes.isEmpty)
      #expect(BrokenMesh.named(broken.name)?.name == broken.name)
    }
    #expect(BrokenMesh.named("unbroken") == nil)
  }

  @Test("taking a file apart and putting it together changes no view")
  func draft() throws {
    let swapped = try #require(BrokenMesh.named("image-wrong-type"))
    let file = try swapped.spoiling(GoodMesh.first)
    let (good, spoilt) = (
      try GLBReader().summary(of: GoodMesh.first), try GLBReader().summary(of: file)
    )
    #expect(file[spoilt.chunks[1].byteRange] == GoodMesh.first[good.chunks[1].byteRange])
  }

  @Test("what is no good mesh is not spoilt but refused")
  func unusable() throws {
    let inner = BrokenMesh.all.filter { !$0.codes.contains { $0.rawValue.hasPrefix("GLB_") } }
    for broken in inner where broken.name != "json-nul-padded" && broken.name != "no-binary-chunk" {
      #expect(throws: GLBError.self) { try broken.spoiling([1, 2, 3]) }
    }
  }
}
