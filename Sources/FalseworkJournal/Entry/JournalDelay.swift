// Falsework
// SPDX-License-Identifier: MIT

/// The delay before the first byte of a reply, by the mock's clock.
public struct JournalDelay: Sendable, Hashable {
  /// What was asked for.
  public var requested: Duration
  /// What the client met; `nil` where it did not wait for it.
  public var achieved: Duration?

  /// Creates a delay.
  public init(requested: Duration, achieved: Duration? = nil) {
    self.requested = requested
    self.achieved = achieved
  }
}
