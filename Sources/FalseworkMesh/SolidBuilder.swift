// Falsework
// SPDX-License-Identifier: MIT

/// Turns a closed surface and its paint into a mesh file.
package enum SolidBuilder {
  /// Returns the file of a closed surface: simplified, laid out on a square, painted and fitted.
  ///
  /// Of the surface's triangles the share 1 − `meshSimplify` is left, rounded down to an even
  /// number; more only where so few cannot enclose all its parts.
  package static func build<Paint: SurfacePaint>(
    _ raw: TriangleMesh, paint: Paint, parameters: MeshParameters, kind: MeshKind? = nil
  ) -> GeneratedMesh {
    let side = parameters.textureSize
    let mesh = SurfaceSimplifier.simplified(
      raw, triangleCount: faceCount(of: raw.triangles.count, parameters))
    let atlas = Atlas(mesh, textureSize: side)
    let texels = SurfaceBaker.texels(
      of: mesh, atlas, paint: paint, side: side, seed: parameters.seed)
    let image = PNGEncoder.encode(texels: texels, side: side)
    let positions = BoxFit.positions(of: mesh.points)
    let geometry = TexturedGeometry(
      indices: atlas.triangles.flatMap { [$0.x, $0.y, $0.z] },
      positions: atlas.vertices.flatMap { vertex in
        positions[3 * Int(vertex)..<3 * Int(vertex) + 3]
      },
      textureCoordinates: atlas.coordinates.flatMap { [$0.x, $0.y] }, image: image,
      finish: MeshFinish(parameters, kind, rawFaceCount: raw.triangles.count) {
        let normals = mesh.vertexNormals
        return atlas.vertices.map { normals[Int($0)] }
      })
    return GeneratedMesh(
      glb: GLBWriter.file(of: geometry), rawFaceCount: raw.triangles.count,
      faceCount: mesh.triangles.count, vertexCount: atlas.vertices.count,
      weldedVertexCount: mesh.points.count, textureSize: side, textureShare: atlas.share,
      imageByteCount: image.count, kind: kind)
  }

  /// The triangles to leave; a little is added so that 1 − 0.9 counts as a whole tenth.
  private static func faceCount(of rawCount: Int, _ parameters: MeshParameters) -> Int {
    2 * Int(Double(rawCount) * (1 - parameters.meshSimplify) / 2 + 1e-6)
  }
}
