// Falsework
// SPDX-License-Identifier: MIT

/// What a file has beyond those of the real service.
package struct MeshFinish: Sendable {
  /// Three coordinates of length one for each vertex.
  package let normals: [Float]
  /// How the mesh was made.
  package let provenance: MeshProvenance

  /// Collects the parts; the normals must be as many as the positions.
  package init(normals: [Float], provenance: MeshProvenance) {
    self.normals = normals
    self.provenance = provenance
  }
}

extension MeshFinish {
  /// Collects what the parameters' style asks for, or returns nil if that is nothing.
  init?(
    _ parameters: MeshParameters, _ kind: MeshKind?, rawFaceCount: Int, normals: () -> [Vector3]
  ) {
    switch parameters.style {
    case .faithful: return nil
    case .pretty:
      self.init(
        normals: normals().flatMap { [$0.x, $0.y, $0.z] },
        provenance: MeshProvenance(
          parameters: parameters, kind: kind, rawFaceCount: rawFaceCount))
    }
  }
}
