// Falsework
// SPDX-License-Identifier: MIT

/// The symbols of RFC 1951 §3.2.5 for lengths and distances, as lookup tables.
struct DeflateAlphabet: Sendable {
  static let shared = DeflateAlphabet()

  static let literalCount = 286
  static let distanceCount = 30
  static let endOfBlock = 256
  static let matchLengthMin = 3
  static let matchLengthMax = 258
  static let windowByteCount = 32_768

  /// For length − 3: the symbol, the number of extra bits and the first length of the symbol.
  let lengthSymbols: [UInt16]
  let lengthExtraBits: [UInt8]
  let lengthBases: [UInt16]
  /// For a distance symbol: the number of extra bits and the first distance.
  let distanceExtraBits: [UInt8]
  let distanceBases: [UInt16]
  /// For distance − 1 below 256, and for (distance − 1) / 128 above.
  let nearDistanceSymbols: [UInt8]
  let farDistanceSymbols: [UInt8]

  private init() {
    (lengthBases, lengthExtraBits) = Self.lengths()
    (distanceBases, distanceExtraBits) = Self.distances()
    lengthSymbols = Self.symbols(bases: lengthBases, places: (0..<256).map { $0 + 3 })
      .map { UInt16($0) + 257 }
    nearDistanceSymbols = Self.symbols(bases: distanceBases, places: (0..<256).map { $0 + 1 })
    farDistanceSymbols = Self.symbols(
      bases: distanceBases, places: (0..<256).map { $0 * 128 + 1 })
  }

  @inline(__always)
  func distanceSymbol(_ distance: Int) -> Int {
    let offset = distance - 1
    return Int(offset < 256 ? nearDistanceSymbols[offset] : farDistanceSymbols[offset >> 7])
  }

  private static func lengths() -> (bases: [UInt16], extraBits: [UInt8]) {
    var extraBits = [UInt8](repeating: 0, count: 8)
    for bits in UInt8(1)...5 { extraBits += [bits, bits, bits, bits] }
    var bases = Self.bases(first: 3, extraBits: extraBits)
    // 258 has a symbol of its own although the one before would reach it.
    bases.append(258)
    extraBits.append(0)
    return (bases, extraBits)
  }

  private static func distances() -> (bases: [UInt16], extraBits: [UInt8]) {
    var extraBits = [UInt8](repeating: 0, count: 4)
    for bits in UInt8(1)...13 { extraBits += [bits, bits] }
    return (Self.bases(first: 1, extraBits: extraBits), extraBits)
  }

  private static func bases(first: UInt16, extraBits: [UInt8]) -> [UInt16] {
    var next = UInt32(first)
    return extraBits.map { bits in
      defer { next += 1 << UInt32(bits) }
      return UInt16(next)
    }
  }

  private static func symbols(bases: [UInt16], places: [Int]) -> [UInt8] {
    places.map { place in
      UInt8((bases.lastIndex { Int($0) <= place }) ?? 0)
    }
  }
}
