// Falsework
// SPDX-License-Identifier: MIT

/// A source's surface before any triangle is removed, with the paint at each vertex.
package struct RawSurface: Sendable, Hashable {
  /// Three coordinates for each vertex.
  package let positions: [Float]
  /// Three vertex numbers for each triangle, counter-clockwise from outside.
  package let indices: [UInt32]
  /// Red, green and blue for each vertex, 0…255.
  package let colours: [UInt8]

  init(_ mesh: TriangleMesh, paint: some SurfacePaint) {
    var normals = [Vector3](repeating: Vector3(0, 0, 0), count: mesh.points.count)
    for triangle in mesh.triangles {
      let corners = [Int(triangle.x), Int(triangle.y), Int(triangle.z)]
      let first = mesh.points[corners[1]] - mesh.points[corners[0]]
      let normal = first.cross(mesh.points[corners[2]] - mesh.points[corners[0]])
      for corner in corners { normals[corner] = normals[corner] + normal }
    }
    positions = mesh.points.flatMap { [$0.x, $0.y, $0.z] }
    indices = mesh.triangles.flatMap { [$0.x, $0.y, $0.z] }
    colours = zip(mesh.points, normals).flatMap { point, normal in
      let colour = paint.colour(
        at: point, normal: normal * (1 / max(normal.length, 1e-30)))
      return [colour.red, colour.green, colour.blue].map { UInt8($0.clamped(0, 255)) }
    }
  }
}
