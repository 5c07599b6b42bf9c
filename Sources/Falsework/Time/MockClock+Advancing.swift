// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// Time that is moved by hand goes from appointment to appointment: what each wakes is worked off
/// before the next one's moment comes.
extension MockClock {
  /// How long what was woken may take, in real time: a webhook's receiver may take 15 s.
  public static let patience = Duration.seconds(20)
  /// How far time goes in search of the last event, unless something else is said.
  public static let idleSpan = Duration.seconds(86_400)
  /// The latest moment to which time is advanced: the end of the year 9989.
  public static let end = Timestamp(microseconds: 253_086_767_999_000_000)

  /// Lets so much time pass.
  public func advance(by duration: Duration) async throws(ClockProblem) {
    try await inTurn { () throws(ClockProblem) in
      try await go(to: now.advanced(by: min(max(duration, .seconds(-1)), Self.longest)))
    }
  }

  /// Lets time pass until a moment.
  public func advance(to moment: Timestamp) async throws(ClockProblem) {
    try await inTurn { () throws(ClockProblem) in try await go(to: moment) }
  }

  /// Lets time pass until nobody waits for anything any more, but not longer than a span.
  ///
  /// Returns the moment of the next event where it lies beyond the span. `foresee` tells when,
  /// after a moment, something else happens that counts as an event.
  @discardableResult
  public func advanceUntilIdle(
    within span: Duration = MockClock.idleSpan,
    foreseeing foresee: @Sendable (_ now: Timestamp) -> Timestamp? = { _ in nil }
  ) async throws(ClockProblem) -> Timestamp? {
    try await inTurn { () throws(ClockProblem) in
      let limit = min(now.advanced(by: min(max(span, .zero), Self.longest)), Self.end)
      try await settle()
      while let next = nextEvent(foresee) {
        guard next <= limit else { return next }
        try await go(to: next)
      }
      return nil
    }
  }

  /// The moment of the next event.
  func nextEvent(_ foresee: (_ now: Timestamp) -> Timestamp?) -> Timestamp? {
    [timetable.nextEvent, foresee(now)].compactMap(\.self).min()
  }

  private static let longest = Duration.seconds(400_000_000_000)

  private func inTurn<Value>(
    _ move: () async throws(ClockProblem) -> Value
  ) async throws(ClockProblem) -> Value {
    guard mode == .manual else { throw .notManual(mode) }
    await turns.enter()
    defer { turns.leave() }
    return try await move()
  }

  private func go(to moment: Timestamp) async throws(ClockProblem) {
    guard now <= moment else { throw .past(now: now) }
    guard moment <= Self.end else { throw .tooLate }
    try await settle()
    while let next = timetable.next, next <= moment {
      hands.skip(to: next)
      try await settle()
    }
    hands.skip(to: moment)
  }

  /// Wakes who is due, and lets what comes of it be worked off.
  private func settle() async throws(ClockProblem) {
    guard let activity else { return }
    repeat {
      timetable.ring()
      guard await activity.rest(within: Self.patience) else {
        throw .busy(workCount: activity.figures.count)
      }
    } while timetable.next.map { $0 <= now } ?? false
  }
}
