// Falsework
// SPDX-License-Identifier: MIT

/// How a mesh file is made up.
public enum MeshStyle: String, Sendable, Hashable, CaseIterable {
  /// Key for key as observed in the real service's files: without normals, and without a
  /// metallic factor, so that viewers take the material for metal.
  case faithful
  /// With normals, a material that is no metal, and a note in `asset.extras` of what the mesh was
  /// made of and how. The real service has nothing like it.
  case pretty
}
