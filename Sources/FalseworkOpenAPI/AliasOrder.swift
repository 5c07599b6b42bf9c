// Falsework
// SPDX-License-Identifier: MIT

/// The schemas in an order in which each comes after those that judge the same value.
///
/// A schema left over is part of a cycle that never reaches into the value, or leads to one, or
/// lies on top of more references than `depthMax`.
struct AliasOrder {
  private(set) var firstEndless: Int?

  /// `aliases` lists for each schema those that judge the same value.
  init(_ aliases: [[Int]], depthMax: Int) {
    var waiting = aliases.map(\.count)
    var users: [Int: [Int]] = [:]
    for (user, targets) in aliases.enumerated() {
      for target in targets { users[target, default: []].append(user) }
    }
    var depths = [Int](repeating: 1, count: aliases.count)
    var ready = aliases.indices.filter { waiting[$0] == 0 }
    while let target = ready.popLast() {
      for user in users[target] ?? [] {
        depths[user] = max(depths[user], depths[target] + 1)
        waiting[user] -= 1
        if waiting[user] == 0 { ready.append(user) }
      }
    }
    firstEndless = aliases.indices.first { waiting[$0] > 0 || depths[$0] > depthMax }
  }
}
