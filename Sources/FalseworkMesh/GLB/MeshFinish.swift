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
  init?(_ parameters: MeshParameters, rawFaceCount: Int, normals: () -> [Vector3]) {
    switch parameters.style {
    case .faithful: return nil
    case .pretty:
      self.init(
        normals: normals().flatMap { [$0.x, $0.y, $0.z] },
        provenance: MeshProvenance(parameters: parameters, rawFaceCount: rawFaceCount))
    }
  }
}

/// From what a mesh was made.
package struct MeshProvenance: Sendable {
  let parameters: MeshParameters
  /// The triangles before simplification.
  let rawFaceCount: Int

  /// Takes what does not show in the file itself.
  package init(parameters: MeshParameters, rawFaceCount: Int) {
    self.parameters = parameters
    self.rawFaceCount = rawFaceCount
  }

  /// The JSON object for `asset.extras`; the seed is text, for it may have 64 bits.
  func text(vertexCount: Int, faceCount: Int) -> String {
    let detail = parameters.detail
    let members = [
      #""producer":"falsework""#,
      #""generatorVersion":\#(GeneratedMesh.generatorVersion)"#,
      #""meshSeed":"\#(parameters.seed.value)""#,
      #""meshSimplify":\#(parameters.meshSimplify)"#,
      #""textureSize":\#(parameters.textureSize)"#,
      #""structureSteps":\#(detail.structureSteps)"#,
      #""structureGuidance":\#(detail.structureGuidance)"#,
      #""latentSteps":\#(detail.latentSteps)"#,
      #""latentGuidance":\#(detail.latentGuidance)"#,
      #""rawFaceCount":\#(rawFaceCount)"#,
      #""vertexCount":\#(vertexCount)"#,
      #""faceCount":\#(faceCount)"#,
    ]
    return "{" + members.joined(separator: ",") + "}"
  }
}
