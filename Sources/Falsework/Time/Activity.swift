// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import Synchronization

/// What is being worked on, where time is advanced: exchanges and webhooks under way that do not
/// themselves wait by the clock, and appointments that were kept just now.
///
/// Work never goes over from one to the next without being counted in between, so that nothing
/// being under way means that nothing more comes of what was done.
final class Activity: Sendable {
  private struct State {
    var count = 0
    /// How often work has begun.
    var turn: UInt64 = 0
    var waiters: [Alarm] = []
    var onRest: (@Sendable () -> Void)?
  }

  private let state = Mutex(State())

  /// How much is under way, and how often work has begun.
  var figures: (count: Int, turn: UInt64) { state.withLock { ($0.count, $0.turn) } }

  /// Has something called each time when nothing is under way any more.
  func onRest(_ call: @escaping @Sendable () -> Void) {
    state.withLock { $0.onRest = call }
  }

  func begin() {
    state.withLock { state in
      state.count += 1
      state.turn &+= 1
    }
  }

  func end() {
    let (waiters, onRest) = state.withLock { state -> ([Alarm], (@Sendable () -> Void)?) in
      state.count -= 1
      guard state.count == 0 else { return ([], nil) }
      defer { state.waiters = [] }
      return (state.waiters, state.onRest)
    }
    for waiter in waiters { waiter.ring() }
    onRest?()
  }

  /// Waits until nothing is under way; false when that takes longer than a real time, or the task
  /// is cancelled.
  func rest(within patience: Duration) async -> Bool {
    let clock = MockClock.real
    let end = clock.now.advanced(by: patience)
    while true {
      let alarm = Alarm()
      let isAtRest = state.withLock { state in
        if state.count > 0 { state.waiters.append(alarm) }
        return state.count == 0
      }
      if isAtRest { return true }
      guard !Task.isCancelled, clock.now < end else { return false }
      await clock.wait(until: end, or: alarm)
    }
  }
}
