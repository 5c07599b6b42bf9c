// Falsework
// SPDX-License-Identifier: MIT

extension TriangleMesh {
  /// The normals of the vertices, of length one: those of the triangles
  /// around each, by their areas.
  var vertexNormals: [Vector3] {
    var sums = [Vector3](repeating: Vector3(0, 0, 0), count: points.count)
    for triangle in triangles {
      let corners = (Int(triangle.x), Int(triangle.y), Int(triangle.z))
      let first = points[corners.0]
      let cross = (points[corners.1] - first).cross(points[corners.2] - first)
      sums[corners.0] = sums[corners.0] + cross
      sums[corners.1] = sums[corners.1] + cross
      sums[corners.2] = sums[corners.2] + cross
    }
    return sums.map { sum in
      let length = sum.length
      return length > 1e-20 ? sum * (1 / length) : Vector3(0, 0, 1)
    }
  }
}
