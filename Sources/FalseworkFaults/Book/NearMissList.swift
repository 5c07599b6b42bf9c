// Falsework
// SPDX-License-Identifier: MIT

/// The nearest of the rules that did not fire.
struct NearMissList {
  private var misses: [NearMiss] = []
  /// The condition at which the farthest of these failed.
  private var farthest = ConditionKind.rateLimit

  /// Keeps the near miss if it is among the nearest.
  mutating func note(_ unmet: Unmet, _ scenario: String, _ rule: String) {
    if misses.count == NearMiss.countMax {
      guard farthest < unmet.condition,
        let index = misses.firstIndex(where: { $0.unmet.condition == farthest })
      else { return }
      misses.remove(at: index)
    }
    misses.append(NearMiss(scenario: scenario, rule: rule, unmet: unmet))
    farthest = misses.reduce(.rateLimit) { min($0, $1.unmet.condition) }
  }

  /// Returns the nearest first, in the order of the documents where they are as near, and behind
  /// them as many of those that are farther as there is room for.
  func nearest(before farther: [NearMiss] = []) -> [NearMiss] {
    if misses.isEmpty { return farther }
    let sorted = misses.enumerated().sorted { left, right in
      let (near, far) = (left.element.unmet.condition, right.element.unmet.condition)
      return near == far ? left.offset < right.offset : near > far
    }
    return sorted.map(\.element) + farther.prefix(NearMiss.countMax - misses.count)
  }
}
