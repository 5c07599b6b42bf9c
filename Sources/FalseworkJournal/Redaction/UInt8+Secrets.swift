// Falsework
// SPDX-License-Identifier: MIT

/// A set of ASCII characters, asked for a byte in two instructions.
private struct ByteSet {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ characters: String) {
    for byte in characters.utf8 {
      if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
    }
  }

  func contains(_ byte: UInt8) -> Bool {
    if byte > 127 { return false }
    return (byte < 64 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }
}

extension UInt8 {
  private var isAlphanumeric: Bool {
    (0x30...0x39).contains(self) || (0x61...0x7A).contains(self | 0x20)
  }

  private var isDashOrLine: Bool { self == UInt8(ascii: "-") || self == UInt8(ascii: "_") }

  var isHexadecimal: Bool {
    (0x30...0x39).contains(self) || (0x61...0x66).contains(self | 0x20)
  }

  /// Whether the byte may stand in a JSON Web Token.
  var isOfToken: Bool { isAlphanumeric || isDashOrLine || self == UInt8(ascii: ".") }

  /// Whether the byte may stand in the name of a parameter, percent-encoding included.
  var isOfName: Bool { isAlphanumeric || isDashOrLine || self == UInt8(ascii: "%") }

  private static let parameterEnds = ByteSet("\"&#;,'<>\\\u{7F}")

  /// Whether the byte may stand in the value of a parameter, in a header or in JSON.
  var isOfParameter: Bool { self > 0x20 && !Self.parameterEnds.contains(self) }

  private static let userInformationEnds = ByteSet("\"/?#@'<>\\")

  /// Whether the byte may stand before the `@` of an authority.
  var isOfUserInformation: Bool { self > 0x20 && !Self.userInformationEnds.contains(self) }
}
