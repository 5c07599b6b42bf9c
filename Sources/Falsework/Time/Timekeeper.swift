// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkStore

/// The clock, with what the state folder knows of the future.
struct Timekeeper: Sendable {
  let clock: MockClock
  let store: StateStore

  func state() throws -> ClockState {
    let now = clock.now
    let end = try store.nextEnd(after: now)
    return ClockState(
      mode: clock.mode, now: now, nextEvent: clock.nextEvent { _ in end },
      waitingCount: clock.waitingCount)
  }

  /// Lets time pass until nobody waits and every request has ended, but not longer than a span.
  func advanceUntilIdle(within span: Duration) async throws(ClockProblem) -> Timestamp? {
    // A state that cannot be read foresees nothing; whoever asks for it next is told why.
    try await clock.advanceUntilIdle(within: span) { try? store.nextEnd(after: $0) }
  }
}
