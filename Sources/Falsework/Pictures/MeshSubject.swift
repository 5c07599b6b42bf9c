// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkMesh

/// What the mesh of an input is made of.
enum MeshSubject: Sendable {
  /// A picture, and the digest of its file.
  case picture(Picture, digest: String)
  /// An animal of the seed's, as there is no picture to show; and why, in a clause.
  case creature(because: String)
}
