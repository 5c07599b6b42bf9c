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
    positions = mesh.points.flatMap { [$0.x, $0.y, $0.z] }
    indices = mesh.triangles.flatMap { [$0.x, $0.y, $0.z] }
    colours = zip(mesh.points, mesh.vertexNormals).flatMap { point, normal in
      let colour = paint.colour(at: point, normal: normal)
      return [colour.red, colour.green, colour.blue].map { UInt8($0.clamped(0, 255)) }
    }
  }
}
