// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkHTTP

/// A way to perform a reply, and the time by which it is done.
public struct WirePerformance: Sendable {
  /// Apart, so that replies without one are not larger for it than by a reference.
  private let parts: Parts

  private final class Parts: Sendable {
    let plan: WirePlan
    let timer: any WireTimer

    init(_ plan: WirePlan, _ timer: any WireTimer) {
      self.plan = plan
      self.timer = timer
    }
  }

  /// What is done to the bytes of the reply, and to the connection.
  public var plan: WirePlan { parts.plan }
  /// What the pauses wait by.
  public var timer: any WireTimer { parts.timer }

  /// Creates a way to perform a reply.
  public init(_ plan: WirePlan, timer: any WireTimer) {
    parts = Parts(plan, timer)
  }
}

/// A clock by which performances wait.
public protocol WireTimer: Sendable {
  /// Calls `wake` once, after a time, from any thread; called on an event loop, it must not wait.
  ///
  /// Whoever waits keeps what is returned; letting go of it cancels, after which a call does no
  /// harm.
  func after(_ duration: Duration, _ wake: @escaping @Sendable () -> Void) -> any Sendable
}
