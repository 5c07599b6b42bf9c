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

  /// Changes the value of a key in its place, beginning with `initial`, and returns it.
  ///
  /// One look-up for what was touched lately, where getting and setting take five.
  @discardableResult
  mutating func change(
    _ key: Key, from initial: @autoclosure () -> Value, _ change: (inout Value) -> Void
  ) -> Value {
    if let place = young.index(forKey: key) {
      change(&young.values[place])
      return young.values[place]
    }
    var value = old[key] ?? initial()
    change(&value)
    self[key] = value
    return value
  }

  mutating func removeAll(where isGone: (Key) -> Bool) {
    young = young.filter { !isGone($0.key) }
    old = old.filter { !isGone($0.key) }
  }
}
