// Falsework
// SPDX-License-Identifier: MIT

/// A canonical prefix code made for reading, RFC 1951 §3.2.2.
///
/// Codes of up to ten bits come from a table; longer ones are counted through bit by bit, so that
/// a block which announces long codes for a few bytes costs no more than others.
struct InflateCode {
  static let lengthMax = 15
  private static let tableBits = 10

  /// Symbol and length (in the low four bits) for the next ten bits; 0 where the code is longer.
  private let table: [UInt16]
  private let countOfLength: [UInt16]
  private let symbols: [UInt16]

  static let fixedLiterals = InflateCode(
    unchecked: (0..<288).map { symbol in
      symbol < 144 ? 8 : (symbol < 256 ? 9 : (symbol < 280 ? 7 : 8))
    })
  static let fixedDistances = InflateCode(unchecked: [UInt8](repeating: 5, count: 30))

  /// Takes the length of each symbol's code; more codes than there is room for are refused.
  init(_ lengths: [UInt8]) throws(Inflate.Failure) {
    var free = 1
    let counts = Self.counts(lengths)
    for length in 1...Self.lengthMax {
      free = free << 1 - Int(counts[length])
      guard free >= 0 else { throw .codeUndefined }
    }
    self.init(unchecked: lengths)
  }

  private init(unchecked lengths: [UInt8]) {
    let counts = Self.counts(lengths)
    var next = [Int](repeating: 0, count: Self.lengthMax + 2)
    var place = [Int](repeating: 0, count: Self.lengthMax + 2)
    for length in 1...Self.lengthMax {
      next[length + 1] = (next[length] + Int(counts[length])) << 1
      place[length + 1] = place[length] + Int(counts[length])
    }
    var symbols = [UInt16](repeating: 0, count: place[Self.lengthMax + 1])
    var table = [UInt16](repeating: 0, count: 1 << Self.tableBits)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      symbols[place[length]] = UInt16(symbol)
      place[length] += 1
      if length <= Self.tableBits {
        let first = Self.reversed(next[length], count: length)
        for index in stride(from: first, to: table.count, by: 1 << length) {
          table[index] = UInt16(symbol << 4 | length)
        }
      }
      next[length] += 1
    }
    self.table = table
    self.symbols = symbols
    countOfLength = counts
  }

  /// Reads one symbol.
  @inline(__always)
  func symbol(_ reader: inout BitReader) throws(Inflate.Failure) -> Int {
    let bits = reader.peekCode()
    let entry = table[bits & (1 << Self.tableBits - 1)]
    guard entry == 0 else {
      try reader.take(Int(entry & 15))
      return Int(entry >> 4)
    }
    return try longSymbol(bits, &reader)
  }

  private func longSymbol(
    _ bits: Int, _ reader: inout BitReader
  ) throws(Inflate.Failure) -> Int {
    var (code, first, index) = (0, 0, 0)
    for length in 1...Self.lengthMax {
      code |= bits >> (length - 1) & 1
      let count = Int(countOfLength[length])
      if code - first < count {
        try reader.take(length)
        return Int(symbols[index + code - first])
      }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    try reader.take(Self.lengthMax)
    throw .codeUndefined
  }

  private static func counts(_ lengths: [UInt8]) -> [UInt16] {
    var counts = [UInt16](repeating: 0, count: lengthMax + 1)
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    return counts
  }

  private static func reversed(_ code: Int, count: Int) -> Int {
    (0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }
  }
}
