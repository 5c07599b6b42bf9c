// Falsework
// SPDX-License-Identifier: MIT

/// From what a mesh was made.
package struct MeshProvenance: Sendable {
  let parameters: MeshParameters
  /// What the mesh shows; nil for a surface of unknown origin.
  let kind: MeshKind?
  /// The triangles before simplification.
  let rawFaceCount: Int

  /// Takes what does not show in the file itself.
  package init(parameters: MeshParameters, kind: MeshKind?, rawFaceCount: Int) {
    self.parameters = parameters
    self.kind = kind
    self.rawFaceCount = rawFaceCount
  }

  /// The JSON object for `asset.extras`; the seed is text, for it may have 64 bits.
  func text(vertexCount: Int, faceCount: Int) -> String {
    let detail = parameters.detail
    let origin = [
      #""producer":"falsework""#,
      #""generatorVersion":\#(GeneratedMesh.generatorVersion)"#,
    ]
    let members = [
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
    return "{" + (origin + (kind?.members ?? []) + members).joined(separator: ",") + "}"
  }
}

extension MeshKind {
  /// The source, and which of its kinds it was.
  fileprivate var members: [String] {
    switch self {
    case .picture(let subject):
      [#""source":"picture""#, #""subject":"\#(subject.rawValue)""#]
    case .creature(let plan): [#""source":"creature""#, #""plan":"\#(plan.rawValue)""#]
    case .star(let kind): [#""source":"star""#, #""form":"\#(kind.rawValue)""#]
    }
  }
}
