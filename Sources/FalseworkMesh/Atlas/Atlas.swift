// Falsework
// SPDX-License-Identifier: MIT

/// A surface with a place on a square texture for each of its triangles.
///
/// A vertex where charts meet occurs once for each of them.
struct Atlas {
  /// The surface's vertex that each vertex of the atlas stands for.
  private(set) var vertices: [Int32] = []
  /// Where on the texture it lies, from the top left, as shares of the side.
  private(set) var coordinates: [FlatPoint] = []
  /// Three vertices of the atlas for each triangle, chart by chart.
  private(set) var triangles: [SIMD3<UInt32>] = []
  /// The chart of each triangle.
  private(set) var charts: [Int32] = []
  /// The borders of charts as pairs of vertices of the atlas.
  private(set) var outlines: [SIMD2<UInt32>] = []

  init(_ mesh: TriangleMesh, textureSize: Int) {
    let facets = Facets(mesh)
    let layout = ChartLayout.charts(ChartGrowth.charts(of: facets), of: facets)
    let packing = AtlasPacker.pack(layout, textureSize: textureSize)
    triangles.reserveCapacity(mesh.triangles.count)
    let unit = 1 / Float(packing.side)
    for (number, (chart, places)) in zip(layout, packing.places).enumerated() {
      let base = UInt32(vertices.count)
      vertices += chart.vertices
      coordinates += places.map { $0 * unit }
      triangles += chart.corners.map { SIMD3<UInt32>(truncatingIfNeeded: $0) &+ base }
      charts += repeatElement(Int32(number), count: chart.triangles.count)
      outlines += chart.outline.map { SIMD2<UInt32>(truncatingIfNeeded: $0) &+ base }
    }
  }

  /// The share of the texture's area that lies under triangles.
  var share: Double {
    triangles.reduce(0) { sum, corners in
      let last = coordinates[Int(corners.z)]
      let side = last.side(
        from: coordinates[Int(corners.x)], to: coordinates[Int(corners.y)])
      return sum + abs(side) / 2
    }
  }
}
