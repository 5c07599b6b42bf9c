// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

/// Good meshes, each made once.
enum GoodMesh {
  static let seeds = ["1", "2", "3"]
  static let files: [String: [UInt8]] = {
    let files = seeds.map { seed in
      (seed, (try? MeshParameters.small(seed)).map { StarMesh.generate($0).glb } ?? [])
    }
    return Dictionary(uniqueKeysWithValues: files)
  }()

  static var first: [UInt8] { files["1"] ?? [] }
}

@Suite("Broken meshes") struct BrokenMeshTests {
  @Test("a good mesh has no issue above a hint", arguments: GoodMesh.seeds)
  func good(seed: String) throws {
    let report = GLBInspector().inspect(try #require(GoodMesh.files[seed]))
    #expect(report.codes == [])
    #expect(report.isSound)
    #expect(Set(report.issues.map(\.code)) == [.bufferViewTargetMissing])
  }

  @Test(
    "each is found with exactly its codes", arguments: BrokenMesh.all.map(\.name), GoodMesh.seeds)
  func codes(name: String, seed: String) throws {
    let broken = try #require(BrokenMesh.named(name))
    let good = try #require(GoodMesh.files[seed])
    let file = try broken.spoiling(good)
    #expect(file != good)
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
