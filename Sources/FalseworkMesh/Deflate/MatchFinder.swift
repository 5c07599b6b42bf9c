// Falsework
// SPDX-License-Identifier: MIT

/// Finds repetitions through a table of the latest place of each four-byte word.
///
/// Filtered photographs hardly repeat, so the search is short: one candidate per place, and the
/// longer nothing is found, the more places are passed over. A match must also pay: in an image
/// that takes two bits a byte, a short repetition costs more than the bytes that it replaces.
struct MatchFinder: ~Copyable {
  /// Literals followed by a match, which is missing at the end of the input.
  struct Run {
    let literalEnd: Int
    let matchLength: Int
    let distance: Int
  }

  private static let hashBits: UInt32 = 14
  private static let wordByteCount = 4
  /// The bytes from which the cost of literals is first told.
  private static let sampleByteCount = 32_768
  /// The codes of a typical length and distance, before the distance's extra bits.
  private static let matchBitsMin = 14
  private static let missesPerStrideShift = 6
  private static let strideMax = 4

  private let input: UnsafeBufferPointer<UInt8>
  /// The bits that a byte takes as a literal hereabouts.
  private var literalBits: Double
  private let latest: UnsafeMutablePointer<Int32>

  init(input: UnsafeBufferPointer<UInt8>) {
    self.input = input
    literalBits = LiteralCost.bitsPerByte(of: input.prefix(Self.sampleByteCount))
    latest = .allocate(capacity: 1 << Int(Self.hashBits))
    latest.initialize(repeating: -1, count: 1 << Int(Self.hashBits))
  }

  deinit { latest.deallocate() }

  /// Tells the finder what went into the latest block, to judge the next ones by.
  mutating func adapt(to bytes: Slice<UnsafeBufferPointer<UInt8>>) {
    literalBits = LiteralCost.bitsPerByte(of: bytes)
  }

  /// Returns the literals from a place on, up to and including the next match.
  mutating func nextRun(from start: Int) -> Run {
    let end = input.count
    guard let base = input.baseAddress else {
      return Run(literalEnd: end, matchLength: 0, distance: 0)
    }
    var position = start
    var misses = 0
    while position + Self.wordByteCount <= end {
      let word = Self.word(base + position)
      let slot = Int((word &* 0x9E37_79B1) >> (32 - Self.hashBits))
      let candidate = Int(latest[slot])
      latest[slot] = Int32(truncatingIfNeeded: position)
      let distance = position - candidate
      if candidate >= 0, distance <= DeflateAlphabet.windowByteCount,
        Self.word(base + candidate) == word
      {
        let length = Self.matchLength(base + candidate, base + position, limit: end - position)
        if Double(length) * literalBits > Double(Self.bitCount(distance: distance)) {
          return Run(literalEnd: position, matchLength: length, distance: distance)
        }
      }
      misses += 1
      position += min(1 + misses >> Self.missesPerStrideShift, Self.strideMax)
    }
    return Run(literalEnd: end, matchLength: 0, distance: 0)
  }

  @inline(__always)
  private static func word(_ place: UnsafePointer<UInt8>) -> UInt32 {
    UInt32(littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt32.self))
  }

  /// Returns about how many bits a match takes.
  private static func bitCount(distance: Int) -> Int {
    matchBitsMin + max(0, Int.bitWidth - 2 - distance.leadingZeroBitCount)
  }

  private static func matchLength(
    _ earlier: UnsafePointer<UInt8>, _ later: UnsafePointer<UInt8>, limit: Int
  ) -> Int {
    let most = min(limit, DeflateAlphabet.matchLengthMax)
    var length = wordByteCount
    while length < most, earlier[length] == later[length] { length += 1 }
    return length
  }
}
