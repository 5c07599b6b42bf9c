// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkImage
internal import FalseworkMesh

/// All that decides the bytes of a mesh, so that those with one recipe are made once.
struct MeshRecipe: Sendable {
  private enum Making {
    case generated(MeshSource, MeshParameters)
    case canned([UInt8])
  }

  /// The digest that names the recipe.
  let text: String
  private let making: Making

  /// A mesh that is generated.
  init(_ source: MeshSource, _ parameters: MeshParameters, pictureDigest: String? = nil) {
    let versions = "\(GeneratedMesh.generatorVersion).\(PictureDecoder.version)"
    let picture = pictureDigest ?? "creature"
    // The description of a value names all its members, so that none can be forgotten here.
    let recipe = "mesh \(versions) \(parameters) \(picture)"
    text = Digest.hexadecimal(of: Array(recipe.utf8))
    making = .generated(source, parameters)
  }

  /// A file that stands for every mesh.
  init(canned: MeshModels.Canned) {
    text = Digest.hexadecimal(of: Array("canned \(canned.digest)".utf8))
    making = .canned(canned.bytes)
  }

  /// Makes the mesh, which takes its time.
  func mesh() -> [UInt8] {
    switch making {
    case .generated(let source, let parameters): source.generate(parameters).glb
    case .canned(let bytes): bytes
    }
  }
}
