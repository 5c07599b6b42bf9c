// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

/// How the mock comes by its meshes, as it was told.
struct MeshModels: Sendable {
  /// Files that are served as they are; `nil` where meshes are made.
  let canned: CannedMeshes?
  let style: MeshStyle

  init(_ configuration: MockConfiguration) throws(CannedMeshProblem) {
    style = configuration.meshStyle
    canned = try configuration.cannedMeshes.map { path throws(CannedMeshProblem) in
      try CannedMeshes(path: path)
    }
  }
}
