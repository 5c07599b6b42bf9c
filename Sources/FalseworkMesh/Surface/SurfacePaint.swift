// Falsework
// SPDX-License-Identifier: MIT

/// What gives the places of a surface their colours.
package protocol SurfacePaint: Sendable {
  /// Returns the colour near `point`, given in the coordinates of the mesh before it is fitted.
  ///
  /// The point lies on the surface or, where that was simplified, close to it; `normal` is of
  /// length one and points outwards.
  func colour(at point: Vector3, normal: Vector3) -> Colour
}
