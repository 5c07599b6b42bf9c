// Falsework
// SPDX-License-Identifier: MIT

/// Finds the backdrop by flooding it from the picture's border.
struct BackdropFlood {
  private let picture: ReducedPicture
  private let backdrop: Backdrop
  private let toleranceSquared: Float
  private let stepSquaredMax: Float

  init(_ picture: ReducedPicture, backdrop: Backdrop) {
    self.picture = picture
    self.backdrop = backdrop
    toleranceSquared = backdrop.tolerance * backdrop.tolerance
    let step = backdrop.tolerance * 0.3
    stepSquaredMax = step * step
  }

  /// Returns 1 for the subject and 0 for the backdrop.
  func subject() -> ScalarPlane {
    let (width, height) = (picture.width, picture.height)
    var subject = [Float](repeating: 1, count: width * height)
    var stack: [Int32] = []
    for index in subject.indices where isAtBorder(index) && isBackdrop(index) {
      subject[index] = 0
      stack.append(Int32(index))
    }
    while let place = stack.popLast() {
      let index = Int(place)
      let (row, column) = index.quotientAndRemainder(dividingBy: width)
      func visit(_ next: Int) {
        guard subject[next] > 0, reaches(next, from: index) else { return }
        subject[next] = 0
        stack.append(Int32(next))
      }
      if column > 0 { visit(index - 1) }
      if column + 1 < width { visit(index + 1) }
      if row > 0 { visit(index - width) }
      if row + 1 < height { visit(index + width) }
    }
    return ScalarPlane(width: width, height: height, values: subject)
  }

  private func isAtBorder(_ index: Int) -> Bool {
    let (row, column) = index.quotientAndRemainder(dividingBy: picture.width)
    return column == 0 || row == 0 || column == picture.width - 1 || row == picture.height - 1
  }

  @inline(__always)
  private func isBackdrop(_ index: Int) -> Bool {
    Self.squared(pixel(index) - expected(index)) <= toleranceSquared
  }

  /// Whether the flood goes on: over the backdrop's colour, and over soft shadows on it.
  ///
  /// A shadow keeps the hue and darkens little by little; the edge of a subject is a step.
  @inline(__always)
  private func reaches(_ next: Int, from index: Int) -> Bool {
    if isBackdrop(next) { return true }
    let (colour, ground) = (pixel(next), expected(next))
    let light = (colour * ground).sum() / max((ground * ground).sum(), 1)
    guard light > 0.5, light < 1 else { return false }
    return Self.squared(colour - ground * light) <= toleranceSquared * 0.36
      && Self.squared(colour - pixel(index)) <= stepSquaredMax
  }

  @inline(__always)
  private func pixel(_ index: Int) -> SIMD4<Float> {
    var colour = SIMD4<Float>(picture.pixels[index])
    colour.w = 0
    return colour
  }

  @inline(__always)
  private func expected(_ index: Int) -> SIMD4<Float> {
    let (row, column) = index.quotientAndRemainder(dividingBy: picture.width)
    var colour = backdrop.colour(column: column, row: row)
    colour.w = 0
    return colour
  }

  @inline(__always)
  private static func squared(_ difference: SIMD4<Float>) -> Float {
    (difference * difference).sum()
  }
}
