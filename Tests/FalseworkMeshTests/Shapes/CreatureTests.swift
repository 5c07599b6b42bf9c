// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Creatures") struct CreatureTests {
  @Test("a creature is a closed manifold, seen from outside", arguments: 0..<24)
  func sound(seed: Int) throws {
    let surface = try #require(
      MeshSource.creature.rawSurface(.small("\(seed)"), faceCount: 900 + 60 * seed))
    let census = SurfaceCensus(surface)
    #expect(census.isSound, "\(census)")
  }

  @Test("a creature hangs together at its usual fineness", arguments: [21, 42])
  func onePart(seed: Int) throws {
    let surface = try #require(MeshSource.creature.rawSurface(.small("\(seed)"), faceCount: 16_000))
    #expect(SurfaceCensus(surface).volumes.count == 1)
  }

  @Test("about as many triangles come as were asked for", arguments: [1_000, 4_000])
  func faceCounts(count: Int) throws {
    for seed in 0..<6 {
      let surface = try #require(
        MeshSource.creature.rawSurface(.small("\(seed)"), faceCount: count))
      #expect(abs(surface.indices.count / 3 - count) < count / 7, "seed \(seed)")
    }
  }

  @Test("no two seeds give the same shape or the same colours")
  func variety() throws {
    let surfaces = try (0..<24).map {
      try #require(MeshSource.creature.rawSurface(.small("\($0)"), faceCount: 800))
    }
    #expect(Set(surfaces.map(\.positions)).count == surfaces.count)
    #expect(Set(surfaces.map { $0.colours.prefix(300) }).count == surfaces.count)
  }

  @Test("the bytes never change between machines, debug and release")
  func pinned() throws {
    let digests = try ["1", "2", "6", "7"].map { seed in
      try #require(MeshSource.creature.rawSurface(.small(seed), faceCount: 1_500)).digest
    }
    #expect(
      digests == [
        2_887_528_185_988_496_397, 7_404_094_710_052_991_439, 14_413_689_007_025_076_298,
        11_282_392_656_882_660_338,
      ])
  }
}
