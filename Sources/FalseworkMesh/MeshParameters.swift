// Falsework
// SPDX-License-Identifier: MIT

/// What a caller may choose about a mesh.
public struct MeshParameters: Sendable, Hashable {
  /// The allowed shares of faces to remove; documented by fal for `mesh_simplify`.
  public static let meshSimplifyBounds: ClosedRange<Double> = 0.9...0.98
  /// The allowed texture sides in texels; fal documents 512, 1024 and 2048, tests use less.
  public static let textureSizeBounds: ClosedRange<Int> = 64...2048
  /// The number that every texture side is a multiple of.
  public static let textureSizeStep = 64

  /// The seed of shape and colours.
  public let seed: MeshSeed
  /// The share of faces removed, so a larger number gives fewer faces.
  public let meshSimplify: Double
  /// The side of the square texture in texels.
  public let textureSize: Int
  /// The steps and strengths of sampling.
  public let detail: MeshDetail

  /// How the file is made up.
  public let style: MeshStyle

  /// Checks the bounds; the defaults are those that fal documents.
  public init(
    seed: MeshSeed, meshSimplify: Double = 0.95, textureSize: Int = 1024,
    detail: MeshDetail = .standard, style: MeshStyle = .faithful
  ) throws(MeshError) {
    guard Self.meshSimplifyBounds.contains(meshSimplify) else {
      throw .meshSimplifyOutOfBounds(meshSimplify)
    }
    guard Self.textureSizeBounds.contains(textureSize) else {
      throw .textureSizeOutOfBounds(textureSize)
    }
    guard textureSize.isMultiple(of: Self.textureSizeStep) else {
      throw .textureSizeNotMultiple(textureSize)
    }
    self.seed = seed
    self.meshSimplify = meshSimplify
    self.textureSize = textureSize
    self.detail = detail
    self.style = style
  }
}

extension MeshParameters {
  /// The cells from the middle of the octahedral square to its border: √(31250·(1−s)), rounded.
  ///
  /// A star mesh has 8n² faces, so 31250 lets 0.95 leave about 12,500 of 250,000 raw faces, the
  /// size observed for TRELLIS. The nine steps of 0.01 give 56, 53, 50, 47, 43, 40, 35, 31, 25.
  package var starHalfCells: Int {
    Int((31_250 * (1 - meshSimplify)).squareRoot() + 0.5)
  }
}
