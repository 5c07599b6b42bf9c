// Falsework
// SPDX-License-Identifier: MIT

/// The values of one quantity, a value per round.
package struct Samples: Sendable, Equatable {
  /// The values in the order of the rounds; at least one.
  package let values: [Double]

  /// Creates the samples of one round or more.
  package init(_ values: [Double]) {
    precondition(!values.isEmpty, "a measure has at least one round")
    self.values = values
  }

  /// The middle value, or the mean of the two in the middle.
  package var median: Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// How far the values lie apart, as a share of the median; nil for one value or a median of 0.
  package var spread: Double? {
    guard values.count > 1, median != 0, let low = values.min(), let high = values.max() else {
      return nil
    }
    return (high - low) / abs(median)
  }

  /// Our values as shares of a peer's, round by round.
  ///
  /// What disturbs the machine for longer than a round disturbs both sides of a pair alike. Nil
  /// where the peer has a round without value.
  package func ratios(to peer: Samples) -> Samples? {
    guard values.count == peer.values.count, !peer.values.contains(0) else { return nil }
    return Samples(zip(values, peer.values).map { $0 / $1 })
  }
}
