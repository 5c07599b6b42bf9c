// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkImage
internal import FalseworkMesh

/// All that decides the bytes of a mesh, so that those with one recipe are made once.
struct MeshRecipe: Sendable {
  /// The digest that names the recipe.
  let text: String
  private let source: MeshSource
  private let parameters: MeshParameters

  init(_ source: MeshSource, _ parameters: MeshParameters, pictureDigest: String? = nil) {
    let versions = "\(GeneratedMesh.generatorVersion).\(PictureDecoder.version)"
    let picture = pictureDigest ?? "creature"
    // The description of a value names all its members, so that none can be forgotten here.
    let recipe = "mesh \(versions) \(parameters) \(picture)"
    text = Digest.hexadecimal(of: Array(recipe.utf8))
    self.source = source
    self.parameters = parameters
  }

  /// A mesh that was made.
  struct Mesh: Sendable {
    let bytes: [UInt8]
    let digest: String
  }

  /// Makes the mesh, which takes its time.
  func mesh() -> Mesh {
    let bytes = source.generate(parameters).glb
    return Mesh(bytes: bytes, digest: Digest.hexadecimal(of: bytes))
  }
}
