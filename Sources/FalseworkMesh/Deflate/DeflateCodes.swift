// Falsework
// SPDX-License-Identifier: MIT

/// The two codes of a block and how they are announced, RFC 1951 §3.2.7.
struct DeflateCodes: Sendable {
  let literals: HuffmanCode
  let distances: HuffmanCode
  private let lengthCode: HuffmanCode
  private let lengthTokens: [LengthToken]

  /// The codes that need no announcement, RFC 1951 §3.2.6.
  static let fixed = DeflateCodes(
    literals: HuffmanCode(
      lengths: [UInt8](repeating: 8, count: 144) + [UInt8](repeating: 9, count: 112)
        + [UInt8](repeating: 7, count: 24) + [UInt8](repeating: 8, count: 8)),
    distances: HuffmanCode(lengths: [UInt8](repeating: 5, count: 30)))

  /// Fits codes to the counts of a block.
  init(literalCounts: [UInt32], distanceCounts: [UInt32]) {
    self.init(
      literals: HuffmanCode(counts: literalCounts, lengthMax: 15),
      distances: HuffmanCode(counts: distanceCounts, lengthMax: 15))
  }

  private init(literals: HuffmanCode, distances: HuffmanCode) {
    self.literals = literals
    self.distances = distances
    lengthTokens = Self.tokens(of: literals.lengths) + Self.tokens(of: distances.lengths)
    var counts = [UInt32](repeating: 0, count: Self.announcementOrder.count)
    for token in lengthTokens { counts[Int(token.symbol)] += 1 }
    lengthCode = HuffmanCode(counts: counts, lengthMax: 7)
  }

  /// Returns the bits of a text and its end mark, extra bits not included.
  func bitCount(_ literalCounts: [UInt32], _ distanceCounts: [UInt32]) -> Int {
    literals.bitCount(counts: literalCounts) + distances.bitCount(counts: distanceCounts)
  }

  /// The bits of the announcement.
  var headerBitCount: Int {
    lengthTokens.reduce(14 + 3 * announcedCount) { sum, token in
      sum + Int(lengthCode.lengths[Int(token.symbol)]) + Int(token.extraBitCount)
    }
  }

  /// Writes the announcement.
  func writeHeader(to output: inout BitWriter) {
    output.write(UInt64(literals.lengths.count - 257), count: 5)
    output.write(UInt64(distances.lengths.count - 1), count: 5)
    output.write(UInt64(announcedCount - 4), count: 4)
    for symbol in Self.announcementOrder.prefix(announcedCount) {
      output.write(UInt64(lengthCode.lengths[symbol]), count: 3)
    }
    for token in lengthTokens {
      let code = lengthCode.packedCodes[Int(token.symbol)]
      output.write(UInt64(code & 0xFFFF), count: UInt64(code >> 16))
      output.write(UInt64(token.extra), count: UInt64(token.extraBitCount))
    }
  }

  /// The order in which the lengths of the length code are sent, so that the rare ones come last.
  private static let announcementOrder = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  private var announcedCount: Int {
    let last = Self.announcementOrder.lastIndex { lengthCode.lengths[$0] > 0 } ?? 3
    return max(4, last + 1)
  }

  private struct LengthToken: Sendable {
    let symbol: UInt8
    let extra: UInt8
    let extraBitCount: UInt8
  }

  private static func tokens(of lengths: [UInt8]) -> [LengthToken] {
    var tokens: [LengthToken] = []
    var index = 0
    while index < lengths.count {
      let length = lengths[index]
      let run = lengths[index...].prefix { $0 == length }.count
      index += run
      append(length, run: run, to: &tokens)
    }
    return tokens
  }

  /// Symbol 16 repeats the previous length 3–6 times; 17 and 18 are runs of zeros.
  private static func append(_ length: UInt8, run: Int, to tokens: inout [LengthToken]) {
    var rest = run
    if length != 0 {
      tokens.append(LengthToken(symbol: length, extra: 0, extraBitCount: 0))
      rest -= 1
    }
    while rest >= 3 {
      let (symbol, least, most, bits): (UInt8, Int, Int, UInt8) =
        length != 0 ? (16, 3, 6, 2) : (rest <= 10 ? (17, 3, 10, 3) : (18, 11, 138, 7))
      let taken = min(rest, most)
      tokens.append(
        LengthToken(symbol: symbol, extra: UInt8(taken - least), extraBitCount: bits))
      rest -= taken
    }
    for _ in 0..<rest { tokens.append(LengthToken(symbol: length, extra: 0, extraBitCount: 0)) }
  }
}
