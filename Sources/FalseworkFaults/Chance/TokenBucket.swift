// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// A bucket of tokens that refills over time; it begins full.
public struct TokenBucket: Sendable, Hashable {
  /// How many tokens it holds.
  public let capacity: Int
  /// How many tokens come back in a second.
  public let refillPerSecond: Double
  private var tokens: Double
  private var filled: Timestamp

  /// Creates a full bucket.
  public init(capacity: Int, refillPerSecond: Double, at now: Timestamp) {
    self.capacity = capacity
    self.refillPerSecond = refillPerSecond
    tokens = Double(capacity)
    filled = now
  }

  /// Takes a token; returns `nil` if there was one, or else the time until there is.
  ///
  /// Where nothing refills, that is ``LatencyModel/durationMax``.
  public mutating func take(at now: Timestamp) -> Duration? {
    let elapsed = Double(now.microseconds - filled.microseconds) / 1_000_000
    if elapsed > 0 {
      tokens = min(Double(capacity), tokens + elapsed * refillPerSecond)
      filled = now
    }
    // A token that is a rounding error away is there.
    guard tokens < 1 - 1e-9 else {
      tokens -= 1
      return nil
    }
    guard refillPerSecond > 0 else { return LatencyModel.durationMax }
    let seconds = min((1 - tokens) / refillPerSecond, LatencyModel.durationMax.seconds)
    // What is more than a whole number of microseconds by a rounding error is that number.
    return .microseconds(Int64((seconds * 1_000_000 - 0.001).rounded(.up)))
  }
}
