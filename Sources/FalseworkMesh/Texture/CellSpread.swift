// Falsework
// SPDX-License-Identifier: MIT

/// Linear interpolation from cell corners to texels in 16.16 fixed point, plus hashed grain.
struct CellSpread: Sendable {
  /// Red, green, blue and the strength of grain.
  static let channelCount = 4

  private let side: Int
  private let cellSide: Int
  private let cellShift: Int32
  private let grainSeed: UInt32

  init(side: Int, cellSide: Int, grainSeed: UInt32) {
    self.side = side
    self.cellSide = cellSide
    cellShift = Int32(cellSide.trailingZeroBitCount)
    self.grainSeed = grainSeed
  }

  /// Returns a component in 16.16 fixed point, within 0…255.
  static func fixed(_ component: Float) -> Int32 {
    Int32(component.clamped(0, 255) * 65_536)
  }

  /// Fills one row of cells between two rows of corners.
  func fill(cellRow: Int, upper: [Int32], lower: [Int32], texels: UnsafeMutablePointer<UInt8>) {
    var blended = [Int32](repeating: 0, count: upper.count)
    for rowInCell in 0..<cellSide {
      let weight = Int32(2 * rowInCell + 1)
      let rest = Int32(2 * cellSide) - weight
      for slot in blended.indices {
        blended[slot] = (upper[slot] &* rest &+ lower[slot] &* weight) >> (cellShift + 1)
      }
      let row = cellRow * cellSide + rowInCell
      blended.withUnsafeBufferPointer { corners in
        fillRow(row, corners: corners, texels: texels + row * side * 3)
      }
    }
  }

  private func fillRow(
    _ row: Int, corners: UnsafeBufferPointer<Int32>, texels: UnsafeMutablePointer<UInt8>
  ) {
    guard var corner = corners.baseAddress else { return }
    var texel = texels
    var grains = TexelGrain(row: row, seed: grainSeed)
    for _ in 0..<side / cellSide {
      let stepRed = (corner[4] - corner[0]) >> cellShift
      let stepGreen = (corner[5] - corner[1]) >> cellShift
      let stepBlue = (corner[6] - corner[2]) >> cellShift
      var red = corner[0] + stepRed >> 1
      var green = corner[1] + stepGreen >> 1
      var blue = corner[2] + stepBlue >> 1
      let grain = corner[3]
      for _ in 0..<cellSide {
        let noise = grains.next() &* grain
        texel[0] = Self.byte(red &+ noise)
        texel[1] = Self.byte(green &+ noise)
        texel[2] = Self.byte(blue &+ noise)
        texel += 3
        red = red &+ stepRed
        green = green &+ stepGreen
        blue = blue &+ stepBlue
      }
      corner += Self.channelCount
    }
  }

  @inline(__always)
  private static func byte(_ fixed: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: min(max(fixed, 0), 255 << 16) >> 16)
  }
}
