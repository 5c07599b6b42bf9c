// Falsework
// SPDX-License-Identifier: MIT

/// Meshes that every ray from their middle meets exactly once: boulders, fruit, stuffed animals.
///
/// The bytes depend on the parameters and on nothing else: only + − × ÷ √ and integer hashing
/// are used, so every machine and build mode gives the same file.
public enum StarMesh {
  /// The triangles that would be left if no share were removed.
  private static let rawFaceCount = 250_000

  /// Returns the mesh file for the parameters.
  ///
  /// With n = √(31250·(1−`meshSimplify`)) to the nearest integer, the mesh has exactly 8n² faces
  /// and (2n+1)² vertices, 4n²+2 of them distinct; it is closed, and every edge joins two faces.
  public static func generate(_ parameters: MeshParameters) -> GeneratedMesh {
    let kind = StarKind(seed: parameters.seed)
    var generator = SeededGenerator(seed: parameters.seed.value, stream: 2)
    switch kind {
    case .stone: return build(StoneForm(generator: &generator), kind, parameters)
    case .fruit: return build(FruitForm(generator: &generator), kind, parameters)
    case .plush: return build(PlushForm(generator: &generator), kind, parameters)
    }
  }

  private static func build<Form: StarForm>(
    _ form: Form, _ kind: StarKind, _ parameters: MeshParameters
  ) -> GeneratedMesh {
    let grid = OctahedralGrid(halfCells: parameters.starHalfCells)
    let surface = StarSurface(form: form, grid: grid)
    let side = parameters.textureSize
    let painter = TexturePainter(form: form, surface: surface, side: side)
    let image = PNGEncoder.encode(
      texels: painter.paintedTexels(seed: parameters.seed), side: side)
    let geometry = TexturedGeometry(
      indices: grid.triangleIndices(), positions: BoxFit.positions(of: surface.points),
      textureCoordinates: OctahedralLayout.textureCoordinates(of: grid), image: image,
      finish: MeshFinish(parameters, .star(kind), rawFaceCount: rawFaceCount) {
        surface.normals()
      })
    return GeneratedMesh(
      glb: GLBWriter.file(of: geometry), rawFaceCount: rawFaceCount, faceCount: grid.faceCount,
      vertexCount: grid.vertexCount, weldedVertexCount: grid.weldedVertexCount,
      textureSize: side, textureShare: OctahedralLayout.share, imageByteCount: image.count,
      kind: .star(kind))
  }
}
