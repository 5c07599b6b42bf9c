// Falsework
// SPDX-License-Identifier: MIT

/// A finished mesh file and the facts that a caller would otherwise have to read back from it.
public struct GeneratedMesh: Sendable {
  /// The number that changes whenever the bytes for given parameters change.
  public static let generatorVersion = 3

  /// The binary glTF 2.0 file.
  public let glb: [UInt8]
  /// The triangles before the share to remove was removed; stars are as if of 250,000.
  public let rawFaceCount: Int
  /// The triangles in the file.
  public let faceCount: Int
  /// The vertices in the file; those on the border of a chart of the texture occur more than once.
  public let vertexCount: Int
  /// The vertices left when equal positions are merged.
  public let weldedVertexCount: Int
  /// The side of the square texture in texels.
  public let textureSize: Int
  /// The share of the texture's area that lies under triangles, 0 to 1.
  public let textureShare: Double
  /// The length of the PNG inside the file.
  public let imageByteCount: Int
  /// What the mesh shows, or nil if it was built from a surface of unknown origin.
  public let kind: MeshKind?
}
