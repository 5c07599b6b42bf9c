// Falsework
// SPDX-License-Identifier: MIT

/// Numbers in the order of their costs, equal costs in the order of the numbers.
///
/// A heap of four-way branches over single words: the cost's bits above, the number below. The
/// bits of costs that are not negative sort as the costs do.
struct CostQueue: ~Copyable {
  private let keys: FlatArray<UInt64>
  private(set) var count = 0

  /// Makes room for so many numbers at a time.
  init(capacity: Int) {
    keys = FlatArray(repeating: 0, count: capacity)
  }

  /// The number of the least cost, or nil if there is none.
  var least: Int32? {
    count > 0 ? Int32(truncatingIfNeeded: keys[0]) : nil
  }

  mutating func insert(_ number: Int32, cost: Float) {
    let key = Self.key(number, cost)
    var place = count
    count += 1
    while place > 0 {
      let parent = (place - 1) >> 2
      guard key < keys[parent] else { break }
      keys[place] = keys[parent]
      place = parent
    }
    keys[place] = key
  }

  mutating func removeLeast() {
    count -= 1
    if count > 0 { sink(keys[count]) }
  }

  /// Gives the first number another cost.
  mutating func replaceLeast(_ number: Int32, cost: Float) {
    sink(Self.key(number, cost))
  }

  @inline(__always)
  private static func key(_ number: Int32, _ cost: Float) -> UInt64 {
    UInt64(cost.bitPattern) << 32 | UInt64(UInt32(bitPattern: number))
  }

  /// Puts a key in the place of the first one, and down to where it belongs.
  @inline(__always)
  private mutating func sink(_ key: UInt64) {
    var place = 0
    while true {
      let first = 4 * place + 1
      guard first < count else { break }
      var least = first
      var leastKey = keys[first]
      var child = first + 1
      while child < min(first + 4, count) {
        if keys[child] < leastKey { (least, leastKey) = (child, keys[child]) }
        child += 1
      }
      guard leastKey < key else { break }
      keys[place] = leastKey
      place = least
    }
    keys[place] = key
  }
}
