// Falsework
// SPDX-License-Identifier: MIT

/// Values by key, of which those that nobody has touched for long are forgotten.
///
/// There are two generations: what is touched moves into the young one, and when that is full, it
/// becomes the old one, whose rest is dropped. So at most ``countMax`` values are kept, and the
/// half of them that was touched last always is.
struct RecentValues<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  let countMax: Int
  private var young: [Key: Value] = [:]
  private var old: [Key: Value] = [:]

  init(countMax: Int) {
    self.countMax = countMax
  }

  var count: Int { young.count + old.count }

  /// The value of a key; setting keeps it young.
  subscript(key: Key) -> Value? {
    get { young[key] ?? old[key] }
    set {
      old[key] = nil
      young[key] = newValue
      guard young.count > countMax / 2 else { return }
      old = young
      young = [:]
    }
  }

  mutating func removeAll(where isGone: (Key) -> Bool) {
    young = young.filter { !isGone($0.key) }
    old = old.filter { !isGone($0.key) }
  }
}
