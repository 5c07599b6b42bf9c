// Falsework
// SPDX-License-Identifier: MIT

/// A closed surface of triangles that share their vertices: every edge joins two of them.
struct TriangleMesh: Sendable, Hashable {
  /// The vertices, each used by some triangle: y up, the front towards +z.
  var points: [Vector3]
  /// Three different vertex numbers each, counter-clockwise from outside.
  var triangles: [SIMD3<UInt32>]
}
