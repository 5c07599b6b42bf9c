// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Solids: geometry") struct SolidBuilderTests {
  private static func build(
    _ surface: SampleSurface, _ meshSimplify: Double = 0.9, textureSize: Int = 64,
    style: MeshStyle = .faithful
  ) throws -> GeneratedMesh {
    SolidBuilder.build(
      surface.mesh, paint: NormalPaint(),
      parameters: try MeshParameters(
        seed: MeshSeed(integer: "1"), meshSimplify: meshSimplify, textureSize: textureSize,
        style: style))
  }

  @Test(
    "every welded edge joins two faces, once in each direction",
    arguments: SampleSurface.allCases)
  func closed(surface: SampleSurface) throws {
    let mesh = try Self.build(surface)
    let file = try MeshFile(mesh.glb)
    let welded = file.welded()
    #expect(Set(welded).count == mesh.weldedVertexCount)
    var directed: Set<UInt64> = []
    for face in file.faces {
      let corners = face.map { UInt64(welded[$0]) }
      #expect(Set(corners).count == 3)
      for edge in 0..<3 { directed.insert(corners[edge] << 32 | corners[(edge + 1) % 3]) }
    }
    #expect(directed.count == file.indices.count)
    #expect(directed.allSatisfy { directed.contains($0 << 32 | $0 >> 32) })
  }

  @Test(
    "faces have area, and enclose nearly the volume of before",
    arguments: SampleSurface.allCases)
  func areaAndVolume(surface: SampleSurface) throws {
    let file = try MeshFile(Self.build(surface).glb)
    #expect(file.faces.allSatisfy { file.doubledArea(of: $0) > 1e-7 })
    let raw = surface.mesh
    let points = raw.points.map { [$0.x, $0.y, $0.z] }
    let longest = (0..<3).reduce(0) { longest, axis in
      let values = points.map { Double($0[axis]) }
      return max(longest, (values.max() ?? 0) - (values.min() ?? 0))
    }
    let faces = raw.triangles.map { [Int($0.x), Int($0.y), Int($0.z)] }
    let before = MeshFile.volume(points, faces) / (longest * longest * longest)
    let after = MeshFile.volume(file.positions, file.faces)
    #expect(after > before * 0.9)
    #expect(after < before * 1.05)
  }

  @Test("as many faces are left as asked for, fewer with every step")
  func counts() throws {
    var last = Int.max
    for percent in 90...98 {
      let mesh = try Self.build(.boulder, Double(percent) / 100)
      #expect(mesh.rawFaceCount == 2048)
      #expect(mesh.faceCount == 2048 * (100 - percent) / 200 * 2)
      #expect(mesh.faceCount < last)
      let file = try MeshFile(mesh.glb)
      #expect(file.summary.faceCount == mesh.faceCount)
      #expect(file.summary.vertexCount == mesh.vertexCount)
      last = mesh.faceCount
    }
  }

  @Test("each part keeps at least the four faces of a tetrahedron")
  func parts() throws {
    let cube = SampleSurface.cubes(count: 30)
    let mesh = SolidBuilder.build(cube, paint: NormalPaint(), parameters: try .small("1"))
    #expect(mesh.rawFaceCount == 360)
    #expect(mesh.faceCount == 120)
    #expect(mesh.weldedVertexCount == 120)
  }

  @Test("the longest side is exactly 1 and the box is centred", arguments: SampleSurface.allCases)
  func fitted(surface: SampleSurface) throws {
    let file = try MeshFile(Self.build(surface).glb)
    let sides = (0..<3).map { axis in
      let values = file.positions.map { $0[axis] }
      return (lower: values.min() ?? 0, upper: values.max() ?? 0)
    }
    #expect(sides.contains { $0.lower == -0.5 && $0.upper == 0.5 })
    #expect(sides.allSatisfy { abs($0.lower + $0.upper) < 1e-6 })
  }

  @Test("the texture's size has no say in the shape")
  func textureSize() throws {
    let (small, large) = try (Self.build(.ring), Self.build(.ring, textureSize: 128))
    #expect(small.faceCount == large.faceCount)
    #expect(
      try Set(MeshFile(small.glb).positions) == Set(MeshFile(large.glb).positions))
  }

  @Test("the same parameters give the same bytes on every machine, debug and release")
  func pinned() throws {
    let mesh = try Self.build(.boulder)
    #expect(try Self.build(.boulder).glb == mesh.glb)
    #expect(IntegerHash.digest(mesh.glb) == 13_098_749_008_301_931_929)
  }

  @Test("a pretty file has normals of length one that point outwards, and says where it is from")
  func pretty() throws {
    let (pretty, faithful) = try (Self.build(.pair, style: .pretty), Self.build(.pair))
    let summary = try GLBReader().summary(of: pretty.glb)
    #expect(summary.attributes == ["POSITION", "TEXCOORD_0", "NORMAL"])
    let json = String(decoding: summary.json, as: UTF8.self)
    #expect(json.contains(#""roughnessFactor":1.0,"metallicFactor":0.0}"#))
    #expect(
      json.contains(
        #""extras":{"producer":"falsework","generatorVersion":3,"meshSeed":"1","#
          + #""meshSimplify":0.9,"textureSize":64,"#))
    #expect(
      json.contains(
        #""rawFaceCount":\#(pretty.rawFaceCount),"vertexCount":\#(pretty.vertexCount),"#
          + #""faceCount":\#(pretty.faceCount)}"#))
    let normals = try MeshFile(pretty.glb).normals
    #expect(normals.count == pretty.vertexCount)
    for normal in normals {
      #expect(abs(normal.reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
    let plain = try MeshFile(faithful.glb)
    for (position, normal) in zip(plain.positions, normals) where abs(position[1]) > 0.2 {
      #expect(position[1] * normal[1] > 0)
    }
    #expect(plain.summary.attributes == ["POSITION", "TEXCOORD_0"])
    #expect(!String(decoding: plain.summary.json, as: UTF8.self).contains("falsework"))
  }

  @Test("a star can be pretty too", arguments: ["1", "2", "3"])
  func prettyStar(seed: String) throws {
    let mesh = StarMesh.generate(
      try MeshParameters(
        seed: MeshSeed(integer: seed), meshSimplify: 0.98, textureSize: 64, style: .pretty))
    let file = try MeshFile(mesh.glb)
    #expect(file.summary.attributes.last == "NORMAL")
    let welded = file.welded().map(Int.init)
    let normals = file.normals
    #expect(normals.indices.allSatisfy { normals[$0] == normals[welded[$0]] })
    #expect(mesh.rawFaceCount == 250_000)
  }
}
