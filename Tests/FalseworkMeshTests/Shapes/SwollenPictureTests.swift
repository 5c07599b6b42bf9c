// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

/// Pictures that are hard on an outline.
enum HardPicture: String, CaseIterable, CustomTestStringConvertible {
  case onePixel, oneClearPixel, onePixelOfMany, row, column, wideRow, disc, ring, lines
  case checkerboard, coarseCheckerboard, opaqueCheckerboard, noise, sparseNoise, denseNoise
  case opaqueNoise, faint, nearlyFull, discOnGround, plain, twoColours, allClear

  var testDescription: String { rawValue }

  func picture() throws -> Picture {
    typealias Sample = SamplePicture
    switch self {
    case .onePixel: return try Sample.draw(1, 1) { _, _ in Sample.green }
    case .oneClearPixel: return try Sample.draw(1, 1) { _, _ in Sample.clear }
    case .onePixelOfMany:
      return try Sample.draw(90, 70) { $0 == 81 && $1 == 3 ? Sample.green : Sample.clear }
    case .row: return try Sample.draw(31, 1) { _, _ in Sample.green }
    case .column: return try Sample.draw(1, 40) { _, _ in Sample.green }
    case .wideRow: return try Sample.draw(8192, 2) { $1 == 0 ? Sample.green : Sample.clear }
    case .disc: return try Sample.disc(48, on: Sample.clear)
    case .ring: return try Sample.disc(48, on: Sample.clear, ring: true)
    case .lines: return try Sample.lines(40)
    case .checkerboard: return try Sample.checkerboard(24, cell: 1)
    case .coarseCheckerboard: return try Sample.checkerboard(40, cell: 8)
    case .opaqueCheckerboard: return try Sample.checkerboard(40, cell: 8, opaque: true)
    case .noise: return try Sample.noise(64, 48, density: 0.5, seed: 1)
    case .sparseNoise: return try Sample.noise(64, 64, density: 0.08, seed: 2)
    case .denseNoise: return try Sample.noise(300, 64, density: 0.6, seed: 3)
    case .opaqueNoise: return try Sample.noise(40, 40, density: 1, seed: 4, opaque: true)
    case .faint:
      return try Sample.draw(20, 20) { x, y in
        (5..<15).contains(x) ? SIMD4(200, 40, 10, 60) : SIMD4(0, 0, 0, UInt8(y))
      }
    case .nearlyFull: return try Sample.draw(40, 30) { $0 + $1 == 0 ? Sample.clear : Sample.blue }
    case .discOnGround: return try Sample.disc(48, on: SIMD4(240, 240, 236, 255))
    case .plain: return try Sample.draw(33, 21) { _, _ in Sample.blue }
    case .twoColours: return try Sample.draw(32, 32) { x, _ in x < 16 ? Sample.green : Sample.blue }
    case .allClear: return try Sample.draw(30, 30) { _, _ in Sample.clear }
    }
  }
}

@Suite("Swollen pictures") struct SwollenPictureTests {
  @Test(
    "a hard picture gives a closed manifold that is seen from outside",
    arguments: HardPicture.allCases)
  func sound(hard: HardPicture) throws {
    let picture = try hard.picture()
    for (seed, faceCount) in [("1", 400), ("2", 2_400)] {
      let surface = try #require(
        MeshSource.picture(picture).rawSurface(.small(seed), faceCount: faceCount))
      let census = SurfaceCensus(surface)
      #expect(census.isSound, "seed \(seed): \(census)")
      #expect(census.volumes.count <= 64)
    }
  }

  @Test("jumbled pictures give closed manifolds within the box", arguments: 1...40 as ClosedRange)
  func jumbles(seed: Int) throws {
    let picture = try SamplePicture.jumble(seed: UInt64(seed))
    var generator = SeededGenerator(seed: UInt64(seed), stream: 6)
    let detail = try MeshDetail(
      structureSteps: 1 + generator.nextIndex(below: 50),
      structureGuidance: Double(generator.nextFloat(in: 0...10)),
      latentSteps: 1 + generator.nextIndex(below: 50),
      latentGuidance: Double(generator.nextFloat(in: 0...10)))
    let parameters = try MeshParameters(
      seed: MeshSeed(integer: "\(seed)"), textureSize: 64, detail: detail)
    let count = 200 + generator.nextIndex(below: 1_200)
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(parameters, faceCount: count))
    let census = SurfaceCensus(surface)
    #expect(census.isSound, "\(census)")
    #expect((0..<3).allSatisfy { census.lower[$0] > -0.6 && census.upper[$0] < 0.6 })
    #expect(surface == MeshSource.picture(picture).rawSurface(parameters, faceCount: count))
  }

  @Test("a ring keeps its hole and a disc has none")
  func hole() throws {
    // Euler's number is 2 for a ball and 0 for a ring.
    for (ring, euler) in [(false, 2), (true, 0)] {
      let picture = try SamplePicture.disc(64, on: SamplePicture.clear, ring: ring)
      let surface = try #require(
        MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 3_000))
      #expect(surface.positions.count / 3 - surface.indices.count / 6 == euler)
    }
  }

  @Test("parts of a picture become parts of the mesh, specks do not")
  func parts() throws {
    let picture = try SamplePicture.draw(80, 60) { x, y in
      let isPart = (5..<30).contains(x) && (5..<50).contains(y) || (45..<70).contains(x) && y > 20
      return isPart || (x == 76 && y == 4) ? SamplePicture.green : SamplePicture.clear
    }
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 4_000))
    #expect(SurfaceCensus(surface).volumes.count == 2)
  }

  @Test("of many equal parts none is lost")
  func manyParts() throws {
    let picture = try SamplePicture.draw(120, 120) { x, y in
      x % 20 > 4 && y % 20 > 4 ? SamplePicture.blue : SamplePicture.clear
    }
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 4_000))
    #expect(SurfaceCensus(surface).volumes.count == 36)
  }

  @Test("what is transparent in a picture that becomes a panel is white")
  func panelOnWhite() throws {
    // Too many specks to cut out.
    let picture = try SamplePicture.draw(180, 180) { x, y in
      x % 12 > 5 && y % 12 > 5 ? SamplePicture.blue : SamplePicture.clear
    }
    let source = MeshSource.picture(picture)
    #expect(source.generate(try .small("1"), faceCount: 800).kind == .picture(.wholeFrame))
    let parameters = try MeshParameters(seed: MeshSeed(integer: "1"), textureSize: 512)
    let surface = try #require(source.rawSurface(parameters, faceCount: 8_000))
    let front = stride(from: 0, to: surface.positions.count, by: 3).filter {
      surface.positions[$0 + 2] > 0 && abs(surface.positions[$0]) < 0.4
    }
    let lightness = front.map { place in surface.colours[place..<place + 3].min() ?? 0 }
    #expect(2 * lightness.count { $0 > 220 } > front.count)
    #expect(10 * lightness.count { $0 < 40 } > front.count)
  }

  @Test("the outline is the picture's: as wide and high, and thick in proportion to its limbs")
  func proportions() throws {
    let picture = try SamplePicture.draw(80, 60) { x, y in
      (10..<70).contains(x) && (20..<40).contains(y) ? SamplePicture.green : SamplePicture.clear
    }
    let surface = try #require(
      MeshSource.picture(picture).rawSurface(.small("1"), faceCount: 4_000))
    let census = SurfaceCensus(surface)
    let size = (0..<3).map { census.upper[$0] - census.lower[$0] }
    #expect(abs(size[0] / size[1] - 3) < 0.15)
    #expect((0.6..<1.5).contains(size[2] / size[1]))
    #expect(census.upper[2] > 0 && census.lower[2] < 0)
  }

  @Test(
    "a picture without a subject becomes a panel", arguments: [HardPicture.plain, .opaqueNoise])
  func panel(hard: HardPicture) throws {
    let surface = try #require(
      MeshSource.picture(hard.picture()).rawSurface(.small("1"), faceCount: 4_000))
    let census = SurfaceCensus(surface)
    let size = (0..<3).map { census.upper[$0] - census.lower[$0] }
    #expect(census.volumes.count == 1)
    #expect(size[2] < 0.15 * max(size[0], size[1]))
    #expect(census.volume > 0.7 * size[0] * size[1] * size[2])
  }

  @Test("about as many triangles come as were asked for, however large or sparse the picture")
  func faceCounts() throws {
    for hard in [HardPicture.disc, .ring, .discOnGround, .plain, .onePixel, .onePixelOfMany] {
      let surface = try #require(
        MeshSource.picture(hard.picture()).rawSurface(.small("1"), faceCount: 4_000))
      #expect((2_400..<5_200).contains(surface.indices.count / 3), "\(hard)")
    }
  }

  @Test("a wholly transparent picture grows into the seed's creature")
  func transparent() throws {
    let parameters = try MeshParameters.small("4")
    #expect(
      MeshSource.picture(try HardPicture.allClear.picture())
        .rawSurface(parameters, faceCount: 600)
        == MeshSource.creature.rawSurface(parameters, faceCount: 600))
  }

  @Test("the bytes never change between machines, debug and release")
  func pinned() throws {
    let pictures = [HardPicture.ring, .discOnGround, .opaqueNoise]
    let digests = try pictures.map { hard in
      try #require(
        MeshSource.picture(hard.picture()).rawSurface(.small("7"), faceCount: 1_500)
      ).digest
    }
    #expect(
      digests == [
        17_522_955_428_623_215_507, 7_446_431_984_031_536_318, 17_203_852_183_378_782_930,
      ])
  }
}

extension RawSurface {
  /// A number for every bit of the surface.
  var digest: UInt64 {
    let words = positions.map(\.bitPattern) + indices
    let bytes = words.flatMap { word in (0..<4).map { UInt8(word >> (8 * $0) & 0xFF) } }
    return IntegerHash.digest(bytes + colours)
  }
}
