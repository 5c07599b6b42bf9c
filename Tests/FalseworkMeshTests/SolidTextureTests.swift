// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Solids: texture") struct SolidTextureTests {
  private static let side = 128

  private static func build(
    _ surface: SampleSurface, _ paint: some SurfacePaint, side: Int = Self.side
  ) throws -> GeneratedMesh {
    SolidBuilder.build(
      surface.mesh, paint: paint,
      parameters: try .small("1", meshSimplify: 0.9, textureSize: side))
  }

  @Test("texture coordinates lie inside the square", arguments: SampleSurface.allCases)
  func range(surface: SampleSurface) throws {
    let file = try MeshFile(Self.build(surface, PlainPaint()).glb)
    #expect(file.textureCoordinates.allSatisfy { $0 > 0 && $0 < 1 })
  }

  @Test(
    "no texel belongs to two charts, and no centre lies in two triangles",
    arguments: SampleSurface.allCases)
  func overlap(surface: SampleSurface) throws {
    let file = try MeshFile(Self.build(surface, PlainPaint()).glb)
    let charts = file.charts()
    var chartOfTexel: [Int: Int] = [:]
    var coveredCentres: Set<Int> = []
    for face in file.faces {
      file.visitTexels(of: face, side: Self.side) { texel, isInside in
        #expect(chartOfTexel[texel, default: charts[face[0]]] == charts[face[0]])
        chartOfTexel[texel] = charts[face[0]]
        if isInside { #expect(coveredCentres.insert(texel).inserted) }
      }
    }
    #expect(Set(chartOfTexel.values).count == Set(charts).count)
  }

  @Test("charts use most of the square", arguments: SampleSurface.allCases)
  func share(surface: SampleSurface) throws {
    let mesh = try Self.build(surface, PlainPaint())
    let file = try MeshFile(mesh.glb)
    var texels: Set<Int> = []
    for face in file.faces {
      file.visitTexels(of: face, side: Self.side) { texel, _ in texels.insert(texel) }
    }
    #expect(Double(texels.count) >= 0.6 * Double(Self.side * Self.side))
    let area = file.faces.reduce(0) { $0 + file.textureArea(of: $1) }
    #expect(abs(area - mesh.textureShare) < 1e-4)
  }

  @Test("vertices occur more than once only where charts meet", arguments: SampleSurface.allCases)
  func seams(surface: SampleSurface) throws {
    let mesh = try Self.build(surface, PlainPaint())
    let file = try MeshFile(mesh.glb)
    let (charts, welded) = (file.charts(), file.welded())
    let places = Set(file.positions.indices.map { [Int(welded[$0]), charts[$0]] })
    #expect(places.count == mesh.vertexCount)
    #expect(mesh.vertexCount < 3 * mesh.faceCount / 2)
  }

  @Test("nothing dark shows at the borders of charts, nor between them")
  func gutters() throws {
    let mesh = try Self.build(.boulder, PlainPaint())
    let image = try PNGDecoder(MeshFile(mesh.glb).image)
    #expect(image.texels.allSatisfy { $0 > 235 })
  }

  @Test("a texel shows the surface under it", arguments: [64, 128])
  func faithful(side: Int) throws {
    let file = try MeshFile(Self.build(.boulder, NormalPaint(), side: side).glb)
    let texels = try PNGDecoder(file.image).texels
    for face in file.faces {
      let corners = face.map { file.positions[$0] }
      let middle = (0..<3).map { axis in corners.reduce(0) { $0 + $1[axis] } / 3 }
      let length = middle.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let places = face.map { file.place($0, side: side) }
      let column = Int(places.reduce(0) { $0 + $1.x } / 3)
      let row = Int(places.reduce(0) { $0 + $1.y } / 3)
      for channel in 0..<3 {
        let shown = Float(texels[(row * side + column) * 3 + channel])
        // The boulder's normals point away from its middle, but for its roughness.
        #expect(abs(shown - 128 - 100 * middle[channel] / length) < 60)
      }
    }
  }

  @Test("both sides of a seam show the same")
  func seamless() throws {
    let side = 256
    let file = try MeshFile(Self.build(.box, PlacePaint(), side: side).glb)
    let texels = try PNGDecoder(file.image).texels
    let welded = file.welded()
    var shown: [UInt32: [Float]] = [:]
    for vertex in file.positions.indices {
      let colour = Self.sample(texels, side, file.place(vertex, side: side))
      let other = shown[welded[vertex], default: colour]
      #expect(zip(colour, other).allSatisfy { abs($0 - $1) < 15 })
      shown[welded[vertex]] = other
    }
  }

  /// Reads a texture as viewers do, mixing the four nearest texels.
  private static func sample(
    _ texels: [UInt8], _ side: Int, _ place: (x: Double, y: Double)
  ) -> [Float] {
    let (x, y) = (place.x - 0.5, place.y - 0.5)
    let (column, row) = (Int(x.rounded(.down)), Int(y.rounded(.down)))
    let (across, down) = (Float(x) - Float(column), Float(y) - Float(row))
    func texel(_ column: Int, _ row: Int, _ channel: Int) -> Float {
      let place = min(max(row, 0), side - 1) * side + min(max(column, 0), side - 1)
      return Float(texels[place * 3 + channel])
    }
    return (0..<3).map { channel in
      let upper =
        texel(column, row, channel) * (1 - across) + texel(column + 1, row, channel) * across
      let lower =
        texel(column, row + 1, channel) * (1 - across)
        + texel(column + 1, row + 1, channel) * across
      return upper * (1 - down) + lower * down
    }
  }
}
