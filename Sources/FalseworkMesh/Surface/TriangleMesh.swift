// Falsework
// SPDX-License-Identifier: MIT

/// A closed surface of triangles that share their vertices: every edge joins two of them.
package struct TriangleMesh: Sendable, Hashable {
  /// The vertices, each used by some triangle: y up, the front towards +z.
  package var points: [Vector3]
  /// Three different vertex numbers each, counter-clockwise from outside.
  package var triangles: [SIMD3<UInt32>]

  package init(points: [Vector3], triangles: [SIMD3<UInt32>]) {
    self.points = points
    self.triangles = triangles
  }
}
