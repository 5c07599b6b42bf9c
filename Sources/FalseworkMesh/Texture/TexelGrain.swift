// Falsework
// SPDX-License-Identifier: MIT

/// Noise that is hashed for each texel of a row: the part of a texture that nothing can predict.
struct TexelGrain {
  private var place: UInt32

  init(row: Int, seed: UInt32) {
    place = UInt32(truncatingIfNeeded: row) &* 0x85EB_CA6B ^ seed
  }

  /// Returns what turns a draw of ±255 into usual grain for a texture size, in 16.16 fixed point.
  ///
  /// Larger textures of the real service hold less noise in each texel; the steps give PNG files
  /// of the sizes measured there. `detail` is what the texture has of its own beside the grain.
  static func unit(side: Int, detail: Detail = .rich) -> Float {
    let levels: Float = side <= 512 ? 1.7 : (side <= 1024 ? 1.1 : (detail == .rich ? 0.25 : 0.36))
    return levels * 65_536 / 104
  }

  /// How much a texture shows, as far as the size of its file goes.
  enum Detail {
    /// Fine noise all over.
    case rich
    /// Plain parts too, and the soft passages between charts.
    case plain
  }

  /// Returns the draw for the next texel: −255…255, most often near zero.
  @inline(__always)
  mutating func next() -> Int32 {
    place = place &+ 0x9E37_79B9
    var bits = (place ^ (place >> 16)) &* 0x7FEB_352D
    bits = (bits ^ (bits >> 15)) &* 0x846C_A68B
    return Int32(truncatingIfNeeded: bits >> 24)
      &+ Int32(truncatingIfNeeded: (bits >> 16) & 0xFF) &- 255
  }
}
