// Falsework
// SPDX-License-Identifier: MIT

/// What came out for one quantity: a line of the report.
package struct Reading: Sendable {
  /// The name of the measure, as in `--only`.
  package let measure: String
  /// The quantity and the circumstances, for people.
  package let quantity: String
  /// What the values count.
  package let unit: Unit
  /// Falsework's values.
  package let ours: Samples
  /// The peer's values; nil where there is none.
  package let peer: Samples?
  /// What should come out; nil for what is only told.
  package let target: Target?

  /// Creates a reading.
  package init(
    _ measure: String, _ quantity: String, _ unit: Unit, ours: Samples, peer: Samples? = nil,
    target: Target? = nil
  ) {
    self.measure = measure
    self.quantity = quantity
    self.unit = unit
    self.ours = ours
    self.peer = peer
    self.target = target
  }

  /// The median of the rounds' ratios of our values to the peer's.
  package var ratio: Double? { peer.flatMap(ours.ratios(to:))?.median }

  /// Whether the target is met; nil without a target or without a peer that it speaks of.
  package var isOnTarget: Bool? { target?.isMet(by: self) }
}
