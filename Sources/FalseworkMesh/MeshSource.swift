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
  /// Returns the mesh file for the parameters.
  ///
  /// The bytes depend on the source and the parameters and on nothing else. A picture of which
  /// every pixel is wholly transparent has neither outline nor colours; the seed's creature takes
  /// its place.
  public func generate(_ parameters: MeshParameters) -> GeneratedMesh {
    generate(parameters, faceCount: parameters.detail.rawFaceCount)
  }

  /// Returns the mesh file made of a surface of about `faceCount` triangles; stars have their own.
  package func generate(_ parameters: MeshParameters, faceCount: Int) -> GeneratedMesh {
    switch self {
    case .picture(let picture):
      guard let solid = SwollenPicture(picture, parameters: parameters, faceCount: faceCount)
      else { return MeshSource.creature.generate(parameters, faceCount: faceCount) }
      return SolidBuilder.build(
        solid.mesh, paint: solid.paint, parameters: parameters, kind: .picture(solid.subject))
    case .creature:
      let creature = Creature(parameters: parameters, faceCount: faceCount)
      return SolidBuilder.build(
        creature.mesh, paint: creature.paint, parameters: parameters,
        kind: .creature(creature.plan))
    case .star: return StarMesh.generate(parameters)
    }
  }

  /// The surface before removal, with about `faceCount` triangles instead of the usual number if
  /// that is given; nil for stars, which have no triangles to spare.
  package func rawSurface(_ parameters: MeshParameters, faceCount: Int? = nil) -> RawSurface? {
    let count = faceCount ?? parameters.detail.rawFaceCount
    switch self {
    case .picture(let picture):
      guard let solid = SwollenPicture(picture, parameters: parameters, faceCount: count) else {
        return MeshSource.creature.rawSurface(parameters, faceCount: count)
      }
      return RawSurface(solid.mesh, paint: solid.paint)
    case .creature:
      let creature = Creature(parameters: parameters, faceCount: count)
      return RawSurface(creature.mesh, paint: creature.paint)
    case .star: return nil
    }
  }
}
