// Falsework
// SPDX-License-Identifier: MIT

/// The row filters of PNG, PNG specification §9; those applied are for three bytes per pixel.
enum PNGFilter: UInt8, CaseIterable {
  case sub = 1
  case up = 2
  case average = 3
  case paeth = 4

  static let bytesPerPixel = 3

  /// Writes the filtered row; `above` must be readable, all zero for the first row.
  func apply(
    row: UnsafePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int,
    output: UnsafeMutablePointer<UInt8>
  ) {
    let pixel = Self.bytesPerPixel
    for index in 0..<pixel { output[index] = row[index] &- predicted(first: above[index]) }
    switch self {
    case .sub:
      for index in pixel..<count { output[index] = row[index] &- row[index - pixel] }
    case .up:
      for index in pixel..<count { output[index] = row[index] &- above[index] }
    case .average:
      for index in pixel..<count {
        let sum = UInt16(row[index - pixel]) &+ UInt16(above[index])
        output[index] = row[index] &- UInt8(truncatingIfNeeded: sum >> 1)
      }
    case .paeth:
      for index in pixel..<count {
        let prediction = Self.predicted(
          left: row[index - pixel], up: above[index], corner: above[index - pixel])
        output[index] = row[index] &- prediction
      }
    }
  }

  /// Turns a filtered row back in place, or returns false if the standard has no such filter.
  static func undo(
    _ number: UInt8, row: UnsafeMutablePointer<UInt8>, above: UnsafePointer<UInt8>, count: Int,
    distance: Int
  ) -> Bool {
    guard number != 0 else { return true }
    guard let filter = PNGFilter(rawValue: number) else { return false }
    let first = min(distance, count)
    for index in 0..<first { row[index] &+= filter.predicted(first: above[index]) }
    switch filter {
    case .sub:
      for index in first..<count { row[index] &+= row[index - distance] }
    case .up:
      for index in first..<count { row[index] &+= above[index] }
    case .average:
      for index in first..<count {
        let sum = UInt16(row[index - distance]) &+ UInt16(above[index])
        row[index] &+= UInt8(truncatingIfNeeded: sum >> 1)
      }
    case .paeth:
      for index in first..<count {
        row[index] &+= predicted(
          left: row[index - distance], up: above[index], corner: above[index - distance])
      }
    }
    return true
  }

  /// Returns the sum of absolute differences, the usual guess at what compresses best.
  static func cost(_ filtered: UnsafePointer<UInt8>, count: Int) -> UInt32 {
    var sum: UInt32 = 0
    for index in 0..<count {
      sum &+= UInt32(Int8(bitPattern: filtered[index]).magnitude)
    }
    return sum
  }

  /// Returns the prediction for the first pixel, whose left neighbours count as zero.
  private func predicted(first above: UInt8) -> UInt8 {
    switch self {
    case .sub: 0
    case .up, .paeth: above
    case .average: above >> 1
    }
  }

  /// Returns whichever neighbour is nearest to left + up − corner.
  @inline(__always)
  private static func predicted(left: UInt8, up: UInt8, corner: UInt8) -> UInt8 {
    let (a, b, c) = (Int16(left), Int16(up), Int16(corner))
    let (toLeft, toUp) = (abs(b &- c), abs(a &- c))
    let toCorner = abs(a &+ b &- c &- c)
    let upOrCorner = toUp <= toCorner ? up : corner
    return toLeft <= toUp && toLeft <= toCorner ? left : upOrCorner
  }
}
