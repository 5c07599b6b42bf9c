// Falsework
// SPDX-License-Identifier: MIT

/// What a reading should reach.
package enum Target: Sendable, Equatable {
  /// The peer's value times this, or more.
  case ratioAtLeast(Double)
  /// The peer's value times this, or less.
  case ratioAtMost(Double)
  /// This value, or more.
  case valueAtLeast(Double)
  /// This value, or less.
  case valueAtMost(Double)

  /// Returns whether a reading reaches the target; nil where there is no peer to compare with.
  package func isMet(by reading: Reading) -> Bool? {
    switch self {
    case .ratioAtLeast(let bound): reading.ratio.map { $0 >= bound }
    case .ratioAtMost(let bound): reading.ratio.map { $0 <= bound }
    case .valueAtLeast(let bound): reading.ours.median >= bound
    case .valueAtMost(let bound): reading.ours.median <= bound
    }
  }

  /// Writes the target for people.
  package func text(_ unit: Unit) -> String {
    switch self {
    case .ratioAtLeast(let bound): "≥ \(Unit.fixed(bound, decimals: 2))"
    case .ratioAtMost(let bound): "≤ \(Unit.fixed(bound, decimals: 2))"
    case .valueAtLeast(let bound): "≥ \(unit.text(bound))"
    case .valueAtMost(let bound): "≤ \(unit.text(bound))"
    }
  }
}
