// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
internal import FalseworkStore

/// The mock's time: as real time, so many times as fast, or moved by hand.
///
/// Everything that waits in the mock waits by this clock. It only runs forwards, and it begins no
/// earlier than the latest moment that any server on the state folder has reckoned with.
public final class MockClock: Sendable {
  /// How time passes.
  public let mode: ClockMode
  let hands: ClockHands
  let timetable: Timetable
  /// What is under way, where it matters to how time passes.
  let activity: Activity?
  /// Lets in one at a time who advances time.
  let turns = Turnstile(countMax: 1)
  private let autopilot: Autopilot?

  /// Real time, for what waits for the world outside.
  static let real = MockClock(.running(speed: 1))

  /// Starts a clock now.
  public convenience init(_ mode: ClockMode) {
    self.init(mode, latest: [], mark: nil)
  }

  /// Starts a clock now, or at the latest of some moments or of a mark, which it then moves.
  init(_ mode: ClockMode, latest moments: [Timestamp], mark: MomentMark?) {
    if case .running(let speed) = mode {
      precondition(speed > 0 && speed.isFinite, "a clock's speed is a positive number")
    }
    let wall = Self.wallTime()
    self.mode = mode
    hands = ClockHands(
      rate: mode.rate, from: moments.reduce(max(wall, mark?.latest ?? wall), max), mark: mark)
    switch mode {
    case .running: activity = nil
    case .manual, .auto: activity = Activity()
    }
    timetable = Timetable(hands, activity)
    autopilot =
      if mode == .auto, let activity { Autopilot(hands, timetable, activity) } else { nil }
  }

  /// The moment by this clock.
  public var now: Timestamp { hands.now }

  /// How many events are waited for by this clock.
  public var waitingCount: Int { timetable.awaitedCount }

  /// Waits until the clock has reached a moment; returns early when the task is cancelled.
  public func wait(until moment: Timestamp) async {
    await wait(until: moment, or: Alarm())
  }

  /// Waits until the clock has reached a moment or the alarm rings; returns early when the task is
  /// cancelled.
  func wait(until moment: Timestamp, or alarm: Alarm) async {
    guard now < moment else { return }
    let appointment = appointment(at: moment) { alarm.ring() }
    await alarm.wait()
    withExtendedLifetime(appointment) {}
  }

  /// Has something called, which must not wait, when the clock has reached a moment; soon when it
  /// has already.
  func appointment(
    at moment: Timestamp, as kind: Appointment.Kind = .event,
    _ wake: @escaping @Sendable () -> Void
  ) -> Appointment {
    let appointment = timetable.add(at: moment, kind, wake)
    autopilot?.consider()
    return appointment
  }

  /// Begins a piece of work that is under way until it is let go of; `nil` where that does not
  /// matter to how time passes.
  func beginShift() -> Shift? { activity.map(Shift.init) }
}
