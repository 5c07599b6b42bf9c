// Falsework
// SPDX-License-Identifier: MIT

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
