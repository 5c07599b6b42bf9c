// Falsework
// SPDX-License-Identifier: MIT

/// Where the shape of a mesh comes from.
public enum MeshSource: Sendable, Hashable {
  /// A picture whose subject is swollen into a solid.
  case picture(Picture)
  /// An animal that the seed makes up, for requests whose picture cannot be decoded.
  case creature
  /// A boulder, a fruit or a stuffed animal with closed-form counts.
  case star
}

extension MeshSource {
  /// The surface before removal; nil for stars, which have no triangles to spare.
  package func rawSurface(_ parameters: MeshParameters) -> RawSurface? {
    switch self {
    case .picture(let picture):
      guard let solid = SwollenPicture(picture, parameters: parameters) else {
        return MeshSource.creature.rawSurface(parameters)
      }
      return RawSurface(solid.mesh, paint: solid.paint)
    case .creature:
      let creature = Creature(parameters: parameters)
      return RawSurface(creature.mesh, paint: creature.paint)
    case .star: return nil
    }
  }
}
