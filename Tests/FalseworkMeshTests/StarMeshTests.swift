// Falsework
// SPDX-License-Identifier: MIT

import FalseworkMesh
import Testing

@Suite("Star mesh geometry") struct StarMeshTests {
  /// Two seeds of each kind.
  static let seeds = ["1", "2", "3", "4", "9", "10"]

  @Test("counts follow the closed forms and fall as more is removed")
  func counts() throws {
    var last = Int.max
    for percent in 90...98 {
      let share = Double(percent) / 100
      let mesh = StarMesh.generate(try .small("5", meshSimplify: share))
      let cells = try MeshParameters.small("5", meshSimplify: share).starHalfCells
      #expect(mesh.faceCount == 8 * cells * cells)
      #expect(mesh.vertexCount == (2 * cells + 1) * (2 * cells + 1))
      #expect(mesh.weldedVertexCount == 4 * cells * cells + 2)
      let summary = try GLBReader().summary(of: mesh.glb)
      #expect(summary.faceCount == mesh.faceCount)
      #expect(summary.vertexCount == mesh.vertexCount)
      #expect(mesh.faceCount < last)
      last = mesh.faceCount
    }
  }

  @Test("every welded edge joins two faces, once in each direction", arguments: seeds)
  func closedManifold(seed: String) throws {
    let mesh = StarMesh.generate(try .small(seed))
    let file = try MeshFile(mesh.glb)
    let welded = file.welded()
    #expect(Set(welded).count == mesh.weldedVertexCount)
    var directed: Set<UInt64> = []
    for corner in stride(from: 0, to: file.indices.count, by: 3) {
      let face = (0..<3).map { UInt64(welded[Int(file.indices[corner + $0])]) }
      #expect(Set(face).count == 3)
      for edge in 0..<3 { directed.insert(face[edge] << 32 | face[(edge + 1) % 3]) }
    }
    // No directed edge twice, and each with its opposite: closed, and winding consistent.
    #expect(directed.count == file.indices.count)
    #expect(directed.allSatisfy { directed.contains($0 << 32 | $0 >> 32) })
  }

  @Test("faces have area, and together they enclose a volume from outside", arguments: seeds)
  func areaAndVolume(seed: String) throws {
    let file = try MeshFile(StarMesh.generate(try .small(seed)).glb)
    var volume = 0.0
    var leastArea = Double.infinity
    for corner in stride(from: 0, to: file.indices.count, by: 3) {
      let points = (0..<3).map { offset in
        file.positions[Int(file.indices[corner + offset])].map(Double.init)
      }
      let normal = Self.cross(Self.minus(points[1], points[0]), Self.minus(points[2], points[0]))
      leastArea = min(leastArea, Self.dot(normal, normal).squareRoot() / 2)
      volume += Self.dot(points[0], normal) / 6
    }
    #expect(leastArea > 1e-6)
    #expect((0.05..<1).contains(volume))
  }

  @Test("the longest side is exactly 1 and the box is centred", arguments: seeds)
  func fitted(seed: String) throws {
    let file = try MeshFile(StarMesh.generate(try .small(seed)).glb)
    let sides = (0..<3).map { axis in
      let values = file.positions.map { $0[axis] }
      return (lower: values.min() ?? 0, upper: values.max() ?? 0)
    }
    #expect(sides.contains { $0.lower == -0.5 && $0.upper == 0.5 })
    #expect(sides.allSatisfy { $0.lower >= -0.5 && $0.upper <= 0.5 })
    #expect(sides.allSatisfy { abs($0.lower + $0.upper) < 1e-6 })
    let bounds = file.summary.bounds
    #expect(bounds.lower == sides.map { Double($0.lower) })
    #expect(bounds.upper == sides.map { Double($0.upper) })
  }

  @Test("texture coordinates lie inside the square and each grid point has its own")
  func textureCoordinates() throws {
    let file = try MeshFile(StarMesh.generate(try .small("6")).glb)
    #expect(file.textureCoordinates.allSatisfy { $0 >= 1 / 128 && $0 <= 127 / 128 })
    let pairs = stride(from: 0, to: file.textureCoordinates.count, by: 2).map {
      [file.textureCoordinates[$0], file.textureCoordinates[$0 + 1]]
    }
    #expect(Set(pairs).count == file.positions.count)
  }

  private static func minus(_ left: [Double], _ right: [Double]) -> [Double] {
    zip(left, right).map { $0 - $1 }
  }

  private static func dot(_ left: [Double], _ right: [Double]) -> Double {
    zip(left, right).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func cross(_ left: [Double], _ right: [Double]) -> [Double] {
    [
      left[1] * right[2] - left[2] * right[1], left[2] * right[0] - left[0] * right[2],
      left[0] * right[1] - left[1] * right[0],
    ]
  }
}
