// Falsework
// SPDX-License-Identifier: MIT

/// What the triangles form and what users would see of it; none of it is a rule of glTF.
struct SurfaceCheck {
  let model: GLTFModel
  let limits: GLBInspector.Limits
  let log: IssueLog

  /// How far vertices of the real service's meshes lie from the middle at most: 0.5014 of 0.5.
  private static let reachMax = 0.51
  /// The lengths of the longest side that count as one.
  private static let longestSide = 0.97...1.03
  /// Rounding lets neighbours overlap by a hair.
  private static let overlapMax = 0.01
  /// The share of edges that may be bad for the volume to mean something.
  private static let badEdgesMax = 0.05

  func check(_ surfaces: [PrimitiveSurface]) -> MeshReport.Shape? {
    let stage = GLTFStage(model)
    checkStage(stage)
    let faces = surfaces.reduce(0) { $0 + $1.corners.count / 3 }
    guard faces > 0 else { return nil }
    guard faces <= limits.facesMax,
      surfaces.reduce(0, { $0 + $1.positions.count }) <= 9 * limits.facesMax
    else {
      log.add(
        .limitExceeded, at: "/meshes",
        "there are more than \(limits.facesMax) triangles, so the surface is not looked at")
      return nil
    }
    var shape = MeshReport.Shape(
      lower: [], upper: [], weldedVertexCount: 0, componentCount: 0, openEdgeCount: 0,
      nonManifoldEdgeCount: 0, volume: 0)
    var parts = [[PrimitiveSurface]](repeating: [], count: model.meshes.count)
    for surface in surfaces { parts[surface.mesh].append(surface) }
    for (mesh, parts) in parts.enumerated() where !parts.isEmpty {
      checkTopology(parts, mesh, &shape)
    }
    checkTexture(surfaces, &shape)
    checkBounds(parts, stage, &shape)
    return shape.lower.isEmpty ? nil : shape
  }

  private func checkStage(_ stage: GLTFStage) {
    if stage.isCut {
      log.add(
        .limitExceeded, at: "/nodes",
        "the scene shows more than \(GLTFStage.actorCountMax) meshes, the rest is not looked at")
    }
    let primitives = stage.actors.compactMap { model.meshes[$0.mesh] }.flatMap(\.primitives)
    let showsTriangles = primitives.contains { primitive in
      let accessor = primitive.hasIndices ? primitive.indices : primitive.accessor("POSITION")
      return primitive.mode >= GLTFPrimitive.trianglesMode
        && (accessor.flatMap { model.accessors[$0]?.count } ?? 0) >= 3
    }
    guard !showsTriangles else { return }
    log.add(
      .noTriangles, at: model.scene.map { "/scenes/\($0)" } ?? "",
      "the scene shows no triangle, and viewers show an empty picture without saying why")
  }

  private func checkTopology(
    _ parts: [PrimitiveSurface], _ mesh: Int, _ shape: inout MeshReport.Shape
  ) {
    var positions: [Float] = []
    var corners: [UInt32] = []
    for part in parts {
      let first = UInt32(positions.count / 3)
      positions += part.positions
      corners += part.corners.map { $0 + first }
    }
    let topology = MeshTopology(positions: positions, corners: corners)
    shape.weldedVertexCount += topology.weldedVertexCount
    shape.componentCount += topology.componentCount
    shape.openEdgeCount += topology.openEdgeCount
    shape.nonManifoldEdgeCount += topology.nonManifoldEdgeCount
    shape.volume += topology.volume
    noteEdges(topology, at: "/meshes/\(mesh)")
    noteVolume(topology, at: "/meshes/\(mesh)")
  }

  private func noteEdges(_ topology: MeshTopology, at place: String) {
    let count = topology.edgeCount
    if topology.openEdgeCount > 0 {
      log.add(
        .edgeOpen, at: place,
        "\(topology.openEdgeCount) of \(count) edges belong to one triangle only: there are holes")
    }
    if topology.nonManifoldEdgeCount > 0 {
      log.add(
        .edgeNonManifold, at: place,
        "\(topology.nonManifoldEdgeCount) of \(count) edges belong to more than two triangles")
    }
    if topology.inconsistentEdgeCount > 0 {
      log.add(
        .windingInconsistent, at: place,
        "\(topology.inconsistentEdgeCount) of \(count) edges lie between triangles that face "
          + "opposite ways")
    }
  }

  private func noteVolume(_ topology: MeshTopology, at place: String) {
    let bad =
      topology.openEdgeCount + topology.nonManifoldEdgeCount + topology.inconsistentEdgeCount
    guard Double(bad) <= Self.badEdgesMax * Double(topology.edgeCount) else { return }
    if topology.volume < -1e-6 * topology.volumeScale {
      log.add(
        .windingInverted, at: place,
        "the volume is \(topology.volume.rounded(digits: 6)): the triangles face inwards, and "
          + "viewers show the inside")
    } else if topology.volume <= 1e-6 * topology.volumeScale {
      log.add(.volumeZero, at: place, "the surface encloses nothing")
    }
  }

  private func checkTexture(_ surfaces: [PrimitiveSurface], _ shape: inout MeshReport.Shape) {
    var coverage = TextureCoverage(
      faceCount: surfaces.reduce(0) { $0 + $1.corners.count / 3 })
    for surface in surfaces {
      guard let coordinates = surface.textureCoordinates else { continue }
      coverage.add(coordinates: coordinates, corners: surface.corners)
    }
    guard surfaces.contains(where: { $0.textureCoordinates != nil }) else { return }
    let (covered, overlap) = coverage.shares
    shape.textureShare = covered
    shape.textureOverlap = overlap
    if coverage.isOutside {
      log.add(
        .uvOutOfRange, at: "/meshes",
        "texture coordinates lie outside 0...1, where the texture is repeated")
    }
    // Two materials may well have a square each.
    if overlap > Self.overlapMax, Set(surfaces.map(\.pointer)).count == 1 {
      log.add(
        .uvOverlap, at: "/meshes",
        "\((overlap * 100).rounded(digits: 1)) % of the covered texture belongs to more "
          + "than one triangle")
    }
  }

  private func checkBounds(
    _ parts: [[PrimitiveSurface]], _ stage: GLTFStage, _ shape: inout MeshReport.Shape
  ) {
    let boxes = parts.map { parts in
      parts.reduce(into: PointBox()) { $0.add($1.positions) }
    }
    var box = PointBox()
    for actor in stage.actors {
      for corner in boxes[actor.mesh].corners { box.add(actor.transform.point(corner)) }
    }
    guard let lower = box.lower, let upper = box.upper else { return }
    shape.lower = [lower.x, lower.y, lower.z].map { Double($0) }
    shape.upper = [upper.x, upper.y, upper.z].map { Double($0) }
    let longest = shape.extent.max() ?? 0
    let reach = (shape.lower + shape.upper).map(\.magnitude).max() ?? 0
    guard !Self.longestSide.contains(longest) || reach > Self.reachMax else { return }
    log.add(
      .boundsUnexpected, at: model.scene.map { "/scenes/\($0)" } ?? "",
      "the longest side is \(longest.rounded(digits: 4)) and vertices lie up to "
        + "\(reach.rounded(digits: 4)) from the middle; the real service has 1 and 0.5")
  }
}

extension Double {
  /// The number with so many digits behind the point.
  func rounded(digits: Int) -> Double {
    let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
    return (self * scale).rounded() / scale
  }
}
