// Falsework
// SPDX-License-Identifier: MIT

/// Why files cannot be served in the place of meshes.
enum CannedMeshProblem: Error, CustomStringConvertible {
  case unreadable(_ path: String, _ reason: String)
  case tooLarge(_ path: String)
  case emptyFolder(_ path: String)
  case tooMany(_ path: String)

  var description: String {
    switch self {
    case .unreadable(let path, let reason):
      "cannot read the mesh \(path): \(reason); name a GLB file, or a folder of some, with --mesh"
    case .tooLarge(let path):
      "the mesh \(path) has more than \(CannedMesh.bytesMax >> 20) MiB; "
        + "make it smaller, or name others with --mesh"
    case .emptyFolder(let path):
      "the folder \(path) has no \(CannedMesh.fileExtension) files; put one there, "
        + "such as falsework mesh makes, or name another with --mesh"
    case .tooMany(let path):
      "the folder \(path) has more than \(CannedMeshes.countMax) "
        + "\(CannedMesh.fileExtension) files; name one with fewer with --mesh"
    }
  }
}
