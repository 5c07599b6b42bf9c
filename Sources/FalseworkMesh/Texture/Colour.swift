// Falsework
// SPDX-License-Identifier: MIT

/// A colour in sRGB, each component 0…255 and rounded only when written.
package struct Colour: Sendable, Hashable {
  package var red: Float
  package var green: Float
  package var blue: Float

  package init(red: Float, green: Float, blue: Float) {
    self.red = red
    self.green = green
    self.blue = blue
  }

  /// Reads the usual six hexadecimal digits, `0xRRGGBB`.
  init(_ hex: UInt32) {
    red = Float((hex >> 16) & 0xFF)
    green = Float((hex >> 8) & 0xFF)
    blue = Float(hex & 0xFF)
  }

  @inline(__always)
  func mixed(_ other: Colour, _ share: Float) -> Colour {
    Colour(
      red: red.mixed(other.red, share), green: green.mixed(other.green, share),
      blue: blue.mixed(other.blue, share))
  }

  @inline(__always)
  func lit(_ light: Float) -> Colour {
    Colour(red: red * light, green: green * light, blue: blue * light)
  }

  /// The colour moved at most `distance` in each component, so that no two seeds match exactly.
  func varied(by distance: Float, using generator: inout SeededGenerator) -> Colour {
    Colour(
      red: (red + generator.nextFloat(in: -distance...distance)).clamped(6, 249),
      green: (green + generator.nextFloat(in: -distance...distance)).clamped(6, 249),
      blue: (blue + generator.nextFloat(in: -distance...distance)).clamped(6, 249))
  }
}
