// Falsework
// SPDX-License-Identifier: MIT

/// A mesh parameter outside its bounds.
public enum MeshError: Error, Sendable, Hashable {
  /// The share of faces to remove lies outside ``MeshParameters/meshSimplifyBounds``.
  case meshSimplifyOutOfBounds(Double)
  /// The texture side lies outside ``MeshParameters/textureSizeBounds``.
  case textureSizeOutOfBounds(Int)
  /// The texture side is not a multiple of ``MeshParameters/textureSizeStep``.
  case textureSizeNotMultiple(Int)
  /// The steps of a stage lie outside ``MeshDetail/stepsBounds``.
  case stepsOutOfBounds(Int)
  /// The strength of a stage lies outside ``MeshDetail/guidanceBounds``.
  case guidanceOutOfBounds(Double)
}

extension MeshError: CustomStringConvertible {
  /// A clause that names the parameter, its bound and the value found.
  public var description: String {
    switch self {
    case .meshSimplifyOutOfBounds(let value):
      let bounds = MeshParameters.meshSimplifyBounds
      return "the share of faces to remove must be \(bounds.lowerBound) to \(bounds.upperBound), "
        + "found \(value)"
    case .textureSizeOutOfBounds(let value):
      let bounds = MeshParameters.textureSizeBounds
      return "the texture's side must be \(bounds.lowerBound) to \(bounds.upperBound), "
        + "found \(value)"
    case .textureSizeNotMultiple(let value):
      return "the texture's side must be a multiple of \(MeshParameters.textureSizeStep), "
        + "found \(value)"
    case .stepsOutOfBounds(let value):
      let bounds = MeshDetail.stepsBounds
      return "the steps must be \(bounds.lowerBound) to \(bounds.upperBound), found \(value)"
    case .guidanceOutOfBounds(let value):
      let bounds = MeshDetail.guidanceBounds
      return "the guidance must be \(bounds.lowerBound) to \(bounds.upperBound), found \(value)"
    }
  }
}
