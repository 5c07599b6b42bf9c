// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Mesh detail") struct MeshDetailTests {
  @Test("steps outside 1 to 50 are refused", arguments: [0, -1, 51, .max])
  func steps(value: Int) {
    #expect(throws: MeshError.stepsOutOfBounds(value)) { try MeshDetail(structureSteps: value) }
    #expect(throws: MeshError.stepsOutOfBounds(value)) { try MeshDetail(latentSteps: value) }
  }

  @Test("guidance outside 0 to 10 is refused", arguments: [-0.01, 10.01, .infinity])
  func guidance(value: Double) {
    let error = MeshError.guidanceOutOfBounds(value)
    #expect(throws: error) { try MeshDetail(structureGuidance: value) }
    #expect(throws: error) { try MeshDetail(latentGuidance: value) }
  }

  @Test("guidance that is not a number is refused")
  func notANumber() {
    #expect(throws: MeshError.self) { try MeshDetail(structureGuidance: .nan) }
  }

  @Test("the standard is what fal documents")
  func standard() throws {
    #expect(try MeshDetail() == .standard)
    #expect(MeshDetail.standard.structureSteps == 12)
    #expect(MeshDetail.standard.structureGuidance == 7.5)
    #expect(MeshDetail.standard.latentSteps == 12)
    #expect(MeshDetail.standard.latentGuidance == 3)
  }

  @Test("an error names the bounds and the value")
  func descriptions() {
    #expect(
      MeshError.stepsOutOfBounds(51).description == "the steps must be 1 to 50, found 51")
    #expect(
      MeshError.guidanceOutOfBounds(11).description
        == "the guidance must be 0.0 to 10.0, found 11.0")
  }

  @Test("more guidance of the structure makes a picture deeper, more steps change nothing of it")
  func depth() throws {
    let picture = try SamplePicture.disc(48, on: SamplePicture.clear)
    func thickness(_ detail: MeshDetail) throws -> Double {
      let parameters = try MeshParameters(
        seed: MeshSeed(integer: "1"), textureSize: 64, detail: detail)
      let census = SurfaceCensus(
        try #require(MeshSource.picture(picture).rawSurface(parameters, faceCount: 2_000)))
      return census.upper[2] - census.lower[2]
    }
    let depths = try [0, 2.5, 5, 7.5, 10].map { try thickness(MeshDetail(structureGuidance: $0)) }
    #expect(zip(depths, depths.dropFirst()).allSatisfy { $0 < $1 })
    #expect(depths[4] / depths[0] < 1.4)
    #expect(try thickness(MeshDetail(structureSteps: 50)) == depths[3])
  }

  @Test("more guidance of the latent raises what is bright")
  func relief() throws {
    let picture = try SamplePicture.draw(96, 96) { x, y in
      let distance = (x - 48) * (x - 48) + (y - 48) * (y - 48)
      return distance < 9 * 9
        ? SIMD4(250, 250, 250, 255)
        : (distance < 40 * 40 ? SamplePicture.blue : SamplePicture.clear)
    }
    let heights = try [0, 3, 6, 10].map { guidance in
      let parameters = try MeshParameters(
        seed: MeshSeed(integer: "1"), textureSize: 64,
        detail: MeshDetail(latentGuidance: guidance))
      return SurfaceCensus(
        try #require(MeshSource.picture(picture).rawSurface(parameters, faceCount: 2_000))
      ).upper[2]
    }
    #expect(zip(heights, heights.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test(
    "each number of steps of the latent models another surface",
    arguments: [HardPicture.allClear, .discOnGround])
  func modelling(hard: HardPicture) throws {
    let source = MeshSource.picture(try hard.picture())
    let steps = [1, 2, 6, 8, 11, 12, 13, 20, 24, 40, 50]
    let surfaces = try steps.map { steps in
      let parameters = try MeshParameters(
        seed: MeshSeed(integer: "1"), textureSize: 64, detail: MeshDetail(latentSteps: steps))
      return try #require(source.rawSurface(parameters, faceCount: 1_000)).positions
    }
    #expect(Set(surfaces).count == steps.count)
  }

  @Test("more steps of the structure give more triangles, within the usual size")
  func counts() throws {
    let picture = try SamplePicture.disc(40, on: SamplePicture.clear)
    let counts = try [1, 12, 50].map { steps in
      let parameters = try MeshParameters(
        seed: MeshSeed(integer: "1"), textureSize: 64, detail: MeshDetail(structureSteps: steps))
      return try #require(MeshSource.picture(picture).rawSurface(parameters)).indices.count / 3
    }
    #expect(counts == counts.sorted())
    #expect(Set(counts).count == counts.count)
    #expect(counts.allSatisfy { (40_000...90_000).contains($0) })
  }
}
