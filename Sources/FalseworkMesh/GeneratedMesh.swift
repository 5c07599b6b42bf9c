// Falsework
// SPDX-License-Identifier: MIT

/// A finished mesh file and the facts that a caller would otherwise have to read back from it.
public struct GeneratedMesh: Sendable {
  /// The binary glTF 2.0 file.
  public let glb: [UInt8]
  /// The vertices in the file; those on the texture's border occur more than once.
  public let vertexCount: Int
  /// The triangles in the file.
  public let faceCount: Int
  /// The vertices left when equal positions are merged.
  public let weldedVertexCount: Int
  /// The side of the square texture in texels.
  public let textureSize: Int
  /// The length of the PNG inside the file.
  public let imageByteCount: Int
  /// The kind of thing that the seed grew into.
  public let kind: StarKind
}

/// The kinds of star-shaped things that a seed can grow into.
public enum StarKind: String, Sendable, Hashable, CaseIterable {
  /// A boulder: cut faces, strata, moss.
  case stone
  /// A fruit or gourd: lobes, a stem, streaked skin.
  case fruit
  /// A stuffed animal: ears, paws, a face.
  case plush
}
