// Falsework
// SPDX-License-Identifier: MIT

/// Numbers on a raster, top row first; what lies outside of it is zero.
struct ScalarPlane: Sendable, Hashable {
  let width: Int
  let height: Int
  var values: [Float]

  init(width: Int, height: Int, values: [Float]) {
    precondition(values.count == width * height, "a plane needs one number for each place")
    self.width = width
    self.height = height
    self.values = values
  }

  /// Returns the number between the middles of the four pixels around a place; the first pixel
  /// spans 0…1.
  @inline(__always)
  func sample(x: Float, y: Float) -> Float {
    let (column, across) = Self.split(x - 0.5, below: width)
    let (row, down) = Self.split(y - 0.5, below: height)
    let upper = self[column, row].mixed(self[column + 1, row], across)
    let lower = self[column, row + 1].mixed(self[column + 1, row + 1], across)
    return upper.mixed(lower, down)
  }

  @inline(__always)
  private subscript(column: Int, row: Int) -> Float {
    guard column >= 0, row >= 0, column < width, row < height else { return 0 }
    return values[row * width + column]
  }

  /// The pixel to the left and the share of its right neighbour; far away counts as just outside.
  @inline(__always)
  private static func split(_ coordinate: Float, below bound: Int) -> (Int, Float) {
    let inside = coordinate.clamped(-2, Float(bound + 1))
    let pixel = Int(inside + 2) - 2
    return (pixel, inside - Float(pixel))
  }

  /// Returns the plane after each number was averaged with its neighbours in both directions,
  /// they together having `share` of the weight.
  func blurred(share: Float) -> ScalarPlane {
    let side = share / 2
    let middle = 1 - share
    var across = values
    for row in 0..<height {
      let start = row * width
      var left: Float = 0
      for index in start..<start + width {
        let right = index + 1 < start + width ? values[index + 1] : 0
        across[index] = values[index] * middle + (left + right) * side
        left = values[index]
      }
    }
    var result = across
    for row in 0..<height {
      let start = row * width
      for index in start..<start + width {
        let above = row > 0 ? across[index - width] : 0
        let below = row + 1 < height ? across[index + width] : 0
        result[index] = across[index] * middle + (above + below) * side
      }
    }
    return ScalarPlane(width: width, height: height, values: result)
  }
}
