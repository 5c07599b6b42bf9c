// Falsework
// SPDX-License-Identifier: MIT

/// Numbers in the order of their costs, as near as a fortieth; equal costs first come, first
/// served.
///
/// Costs are sorted into drawers by the leading bits of their floating-point form, 32 drawers from
/// a cost to its double. A drawer is a chain through the numbers themselves, so that to put in and
/// to take out needs no search; what looks for the least drawer in use walks on from the last one.
struct CostQueue: ~Copyable {
  private static let shift: UInt32 = 18
  private static let none: Int32 = -1

  private let firsts: FlatArray<Int32>
  private let lasts: FlatArray<Int32>
  private let followers: FlatArray<Int32>
  /// No drawer below is in use.
  private var drawer: Int

  /// Makes room for the numbers below `capacity`, each at most once at a time.
  init(capacity: Int) {
    let drawerCount = Int(Float.infinity.bitPattern >> Self.shift) + 1
    firsts = FlatArray(repeating: Self.none, count: drawerCount)
    lasts = FlatArray(repeating: Self.none, count: drawerCount)
    followers = FlatArray(repeating: Self.none, count: capacity)
    drawer = drawerCount
  }

  /// Takes a number of the least cost out; nil if there is none.
  mutating func next() -> Int32? {
    while drawer < firsts.count, firsts[drawer] == Self.none { drawer += 1 }
    guard drawer < firsts.count else { return nil }
    let number = firsts[drawer]
    firsts[drawer] = followers[number]
    return number
  }

  /// Puts a number in that is not there; what is negative or no number comes last.
  mutating func insert(_ number: Int32, cost: Float) {
    let place = min(Int(cost.bitPattern >> Self.shift), firsts.count - 1)
    followers[number] = Self.none
    if firsts[place] == Self.none {
      firsts[place] = number
    } else {
      followers[lasts[place]] = number
    }
    lasts[place] = number
    drawer = min(drawer, place)
  }
}
