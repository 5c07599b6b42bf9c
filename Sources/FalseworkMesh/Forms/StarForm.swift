// Falsework
// SPDX-License-Identifier: MIT

/// A thing whose surface every ray from its middle meets exactly once.
///
/// Both functions must be continuous over the sphere; then neither the mesh nor the texture shows
/// where the square was folded.
protocol StarForm: Sendable {
  /// The positive distance of the surface from the middle.
  func radius(_ direction: Vector3) -> Float
  /// The look of the surface at a point.
  func paint(_ place: SurfacePlace) -> Paint
}

/// A point of a star's surface, as painters see it.
struct SurfacePlace: Sendable {
  /// The point around the star's middle.
  let point: Vector3
  /// The unit vector towards the point.
  let direction: Vector3
  /// How far the point lies below its surroundings, about −1…1.
  let crease: Float
}

/// A colour and how grainy it is.
struct Paint: Sendable {
  var colour: Colour
  /// The strength of texel grain relative to the usual.
  var grain: Float

  /// Returns the paint darkened in hollows, lightened on crests and lit a little from above.
  func shaded(at place: SurfacePlace, depth: Float) -> Paint {
    let hollow = place.crease < 0 ? place.crease * 0.35 : place.crease
    let light = (1 - hollow * depth) * (0.93 + 0.09 * place.direction.y)
    return Paint(colour: colour.lit(light.clamped(0.25, 1.25)), grain: grain)
  }
}

extension StarKind {
  /// The kind that belongs to a seed.
  init(seed: MeshSeed) {
    var generator = SeededGenerator(seed: seed.value, stream: 1)
    self = generator.nextElement(of: StarKind.allCases)
  }
}
