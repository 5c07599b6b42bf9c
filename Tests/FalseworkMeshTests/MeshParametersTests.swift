// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Mesh parameters") struct MeshParametersTests {
  static let seed = MeshSeed(integer: "1")

  @Test(
    "a share of faces outside 0.9 to 0.98 is refused",
    arguments: [0.899_999_9, 0.980_000_1, 0, 1, -0.95, .infinity, -.infinity])
  func meshSimplifyBounds(value: Double) {
    #expect(throws: MeshError.meshSimplifyOutOfBounds(value)) {
      try MeshParameters(seed: Self.seed, meshSimplify: value, textureSize: 64)
    }
  }

  @Test("a share of faces that is not a number is refused")
  func meshSimplifyNotANumber() {
    #expect(throws: MeshError.self) {
      try MeshParameters(seed: Self.seed, meshSimplify: .nan, textureSize: 64)
    }
  }

  @Test("a texture side outside 64 to 2048 is refused", arguments: [0, -64, 63, 2049, 4096, .max])
  func textureSizeBounds(value: Int) {
    #expect(throws: MeshError.textureSizeOutOfBounds(value)) {
      try MeshParameters(seed: Self.seed, textureSize: value)
    }
  }

  @Test("a texture side between the steps is refused", arguments: [65, 100, 513, 2047])
  func textureSizeSteps(value: Int) {
    #expect(throws: MeshError.textureSizeNotMultiple(value)) {
      try MeshParameters(seed: Self.seed, textureSize: value)
    }
  }

  @Test("the bounds themselves and the documented sizes are accepted")
  func accepted() throws {
    for size in [64, 512, 1024, 1536, 2048] {
      for share in [0.9, 0.95, 0.98] {
        let parameters = try MeshParameters(
          seed: Self.seed, meshSimplify: share, textureSize: size)
        #expect(parameters.textureSize == size)
        #expect(parameters.meshSimplify == share)
      }
    }
  }

  @Test("an error names the parameter, its bounds and the value")
  func descriptions() {
    #expect(
      MeshError.meshSimplifyOutOfBounds(0.5).description
        == "the share of faces to remove must be 0.9 to 0.98, found 0.5")
    #expect(
      MeshError.textureSizeOutOfBounds(4096).description
        == "the texture's side must be 64 to 2048, found 4096")
    #expect(
      MeshError.textureSizeNotMultiple(100).description
        == "the texture's side must be a multiple of 64, found 100")
  }

  @Test("the nine documented steps give the documented cells, and never fewer for less removal")
  func halfCells() throws {
    let cells = try (90...98).map { percent in
      try MeshParameters.small("1", meshSimplify: Double(percent) / 100).starHalfCells
    }
    #expect(cells == [56, 53, 50, 47, 43, 40, 35, 31, 25])
    let fine = try (0...800).map { step in
      try MeshParameters.small("1", meshSimplify: min(0.98, 0.9 + Double(step) / 10_000))
        .starHalfCells
    }
    #expect(zip(fine, fine.dropFirst()).allSatisfy { $0 >= $1 })
  }
}
