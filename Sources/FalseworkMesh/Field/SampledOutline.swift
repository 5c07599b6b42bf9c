// Falsework
// SPDX-License-Identifier: MIT

/// A silhouette at the nodes of a grid.
struct SampledOutline: Sendable {
  let grid: NodeGrid
  /// The coverage at each node; ``Silhouette/level`` divides inside from outside.
  let coverage: ScalarPlane

  /// Samples the silhouette as coarsely as the wished number of triangles allows.
  ///
  /// Where limbs are so thin that much of them would fall between the nodes, those move together.
  /// Returns nil if no node can be found inside.
  init?(_ silhouette: Silhouette, faceCount: Int) {
    var grid = NodeGrid(
      over: silhouette.coverage, level: Silhouette.level, faceCount: faceCount)
    var sampled = grid.sampled(silhouette.coverage).cleaned(level: Silhouette.level)
    for doubling in 1...4 where sampled.area < grid.nodeCount(ofPixels: grid.area) * 3 / 5 {
      grid = NodeGrid(
        over: silhouette.coverage, level: Silhouette.level, faceCount: faceCount << (2 * doubling))
      sampled = grid.sampled(silhouette.coverage).cleaned(level: Silhouette.level)
    }
    guard sampled.area > 0 else { return nil }
    self.grid = grid
    coverage = sampled.plane
  }
}
