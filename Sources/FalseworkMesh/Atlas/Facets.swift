// Falsework
// SPDX-License-Identifier: MIT

/// The triangles of a surface as pieces to be gathered into charts.
struct Facets: ~Copyable {
  let mesh: TriangleMesh
  let halves: HalfEdges
  /// Of length one, or zero where a triangle has no area.
  let normals: FlatArray<Vector3>
  let areas: FlatArray<Float>
  let middles: FlatArray<Vector3>
  let totalArea: Float

  var count: Int { areas.count }

  init(_ mesh: TriangleMesh) {
    self.mesh = mesh
    halves = HalfEdges(mesh)
    normals = FlatArray(repeating: Vector3(0, 0, 0), count: mesh.triangles.count)
    areas = FlatArray(repeating: 0, count: mesh.triangles.count)
    middles = FlatArray(repeating: Vector3(0, 0, 0), count: mesh.triangles.count)
    var sum: Float = 0
    for (number, triangle) in mesh.triangles.enumerated() {
      let first = mesh.points[Int(triangle.x)]
      let (second, third) = (mesh.points[Int(triangle.y)], mesh.points[Int(triangle.z)])
      let cross = (second - first).cross(third - first)
      let area = cross.length / 2
      if area > 0 { normals[number] = cross * (0.5 / area) }
      areas[number] = area
      middles[number] = (first + second + third) * (1 / 3)
      sum += area
    }
    totalArea = sum
  }

  /// The triangle across a half-edge.
  @inline(__always)
  func beyond(_ half: Int32) -> Int32 { halves.twin[half] >> 2 }
}
