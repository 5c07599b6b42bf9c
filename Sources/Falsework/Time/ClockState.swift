// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// What a clock shows, and what is to come by it.
public struct ClockState: Sendable, Hashable {
  /// How time passes.
  public let mode: ClockMode
  /// The moment.
  public let now: Timestamp
  /// When something happens next for somebody who waits, as far as it is known: a wait of an
  /// exchange, a webhook that is due, or the end of a request.
  public let nextEvent: Timestamp?
  /// How many wait by the clock: exchanges, webhooks (all of them count once), and in automatic
  /// time the next change of each request that a client was told of.
  ///
  /// Status streams count only where time is manual or automatic.
  public let waitingCount: Int
}
