// Falsework
// SPDX-License-Identifier: MIT

/// A length-limited prefix code for a small alphabet.
struct HuffmanCode: Sendable {
  /// The code length of each symbol, 0 for those that never occur.
  let lengths: [UInt8]
  /// For each symbol the code in its low 16 bits, first bit lowest, and the length above.
  let packedCodes: [UInt32]

  /// Builds the best code for the counts whose lengths do not exceed `lengthMax`.
  ///
  /// A decoder must be able to tell the code from none, so at least two symbols get a length.
  init(counts: [UInt32], lengthMax: Int) {
    self.init(lengths: Self.lengths(counts: counts, lengthMax: lengthMax))
  }

  /// Numbers the codes from their lengths, RFC 1951 §3.2.2.
  init(lengths: [UInt8]) {
    self.lengths = lengths
    var countOfLength = [UInt32](repeating: 0, count: 17)
    for length in lengths where length > 0 { countOfLength[Int(length)] += 1 }
    var next = [UInt32](repeating: 0, count: 17)
    for length in 1...15 { next[length + 1] = (next[length] + countOfLength[length]) << 1 }
    packedCodes = lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      return Self.reversed(next[Int(length)], bitCount: length) | UInt32(length) << 16
    }
  }

  /// Returns the bits that a text with these counts takes, extra bits not included.
  func bitCount(counts: [UInt32]) -> Int {
    zip(counts, lengths).reduce(0) { $0 + Int($1.0) * Int($1.1) }
  }

  private static func reversed(_ code: UInt32, bitCount: UInt8) -> UInt32 {
    var (rest, result) = (code, UInt32(0))
    for _ in 0..<bitCount {
      result = result << 1 | rest & 1
      rest >>= 1
    }
    return result
  }

  private static func lengths(counts: [UInt32], lengthMax: Int) -> [UInt8] {
    var used = counts.indices.filter { counts[$0] > 0 }
    for symbol in counts.indices where used.count < 2 && !used.contains(symbol) {
      used.append(symbol)
    }
    used.sort { (counts[$0], $0) < (counts[$1], $1) }
    var countOfLength = depths(weights: used.map { counts[$0] }, lengthMax: lengthMax)
    var result = [UInt8](repeating: 0, count: counts.count)
    var length = lengthMax
    for symbol in used {
      while countOfLength[length] == 0 { length -= 1 }
      countOfLength[length] -= 1
      result[symbol] = UInt8(length)
    }
    return result
  }

  /// Returns how many symbols have each length, for weights in rising order.
  private static func depths(weights: [UInt32], lengthMax: Int) -> [Int] {
    let parents = Self.parents(weights: weights)
    var depths = [Int](repeating: 0, count: parents.count)
    var countOfLength = [Int](repeating: 0, count: lengthMax + 1)
    for node in parents.indices.dropLast().reversed() {
      depths[node] = depths[parents[node]] + 1
      if node < weights.count { countOfLength[min(depths[node], lengthMax)] += 1 }
    }
    shorten(&countOfLength, lengthMax: lengthMax)
    return countOfLength
  }

  /// Returns the parent of each node: leaves first, then inner nodes by rising weight, root last.
  private static func parents(weights: [UInt32]) -> [Int] {
    let leafCount = weights.count
    var nodeWeights = weights.map { UInt64($0) }
    var parents = [Int](repeating: 0, count: 2 * leafCount - 1)
    var (leaf, inner) = (0, leafCount)
    func takeLightest() -> Int {
      if leaf < leafCount, inner >= nodeWeights.count || nodeWeights[leaf] <= nodeWeights[inner] {
        leaf += 1
        return leaf - 1
      }
      inner += 1
      return inner - 1
    }
    for node in leafCount..<2 * leafCount - 1 {
      let (first, second) = (takeLightest(), takeLightest())
      parents[first] = node
      parents[second] = node
      nodeWeights.append(nodeWeights[first] + nodeWeights[second])
    }
    return parents
  }

  /// Makes room for codes cut at the longest length: the Kraft sum must come down to exactly 1.
  private static func shorten(_ countOfLength: inout [Int], lengthMax: Int) {
    var kraft = (1...lengthMax).reduce(0) { $0 + countOfLength[$1] << (lengthMax - $1) }
    while kraft > 1 << lengthMax {
      guard let length = (1..<lengthMax).last(where: { countOfLength[$0] > 0 }) else { return }
      // One symbol moves a level down and takes one of the longest along as its sibling.
      countOfLength[length] -= 1
      countOfLength[length + 1] += 2
      countOfLength[lengthMax] -= 1
      kraft -= 1
    }
  }
}
