// Falsework
// SPDX-License-Identifier: MIT

extension SurfaceSimplifier {
  /// Returns whether the triangles around both ends of `half` may have their corner at `place`.
  func keepsShape(_ half: Int32, at place: Point, _ strictness: Strictness) -> Bool {
    keepsShape(around: half, at: place, strictness)
      && keepsShape(around: halves.twin[half], at: place, strictness)
  }

  /// Looks at the triangles around the start of `half` but the two beside `half`, which are the
  /// first and the last on the way around.
  @inline(__always)
  private func keepsShape(around half: Int32, at place: Point, _ strictness: Strictness) -> Bool {
    let old = places[halves.start[half]]
    var spoke = halves.turned(half)
    var right = places[halves.end(spoke)]
    while true {
      let following = halves.turned(spoke)
      guard following != half else { return true }
      let left = places[halves.end(following)]
      guard Self.allows(strictness, place, insteadOf: old, right: right, left: left) else {
        return false
      }
      (spoke, right) = (following, left)
    }
  }

  /// The least cosine between the old and the new direction of a triangle.
  private static let cosineMin = 0.3
  /// The least share of the longest side's square that the doubled area is; 0.87 for equal sides.
  private static let plumpnessMin = 0.08
  /// The same where nothing better can be had: a single-precision reader must still see an area.
  private static let plumpnessLeast = 0.002

  @inline(__always)
  private static func allows(
    _ strictness: Strictness, _ place: Point, insteadOf old: Point, right: Point, left: Point
  ) -> Bool {
    let base = left - right
    let after = (right - place).cross(left - place)
    let before = (right - old).cross(left - old)
    let (afterSquare, beforeSquare) = (after.dot(after), before.dot(before))
    let turn = after.dot(before)
    let (sideA, sideB) = (right - place, left - place)
    let longest = max(base.dot(base), sideA.dot(sideA), sideB.dot(sideB))
    switch strictness {
    case .shapely:
      return turn > 0 && turn * turn > cosineMin * cosineMin * afterSquare * beforeSquare
        && afterSquare > plumpnessMin * plumpnessMin * longest * longest
    case .upright:
      return turn > 0 && afterSquare > plumpnessLeast * plumpnessLeast * longest * longest
    }
  }
}
