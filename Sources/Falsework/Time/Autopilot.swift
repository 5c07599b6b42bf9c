// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import Synchronization

/// Moves the hands of a clock on to the next event when nothing is under way.
///
/// Clients need a moment to say what they want next, so it waits for a little quiet. A client that
/// never lets it be quiet is not let hold it up: then it goes on all the same.
final class Autopilot: Sendable {
  /// How long nothing may have begun, in real time.
  static let quietTime = Duration.milliseconds(20)
  /// How often quiet is waited for before time goes on without.
  static let deferralCountMax = 5

  private struct State {
    var look: Appointment?
    var turn: UInt64 = 0
    var deferralCount = 0
  }

  private let hands: ClockHands
  private let timetable: Timetable
  private let activity: Activity
  private let state = Mutex(State())

  init(_ hands: ClockHands, _ timetable: Timetable, _ activity: Activity) {
    self.hands = hands
    self.timetable = timetable
    self.activity = activity
    activity.onRest { [weak self] in self?.consider() }
  }

  /// Looks soon whether time can go on.
  func consider() {
    state.withLock { state in
      guard state.look == nil else { return }
      state.turn = activity.figures.turn
      let clock = MockClock.real
      state.look = clock.appointment(at: clock.now.advanced(by: Self.quietTime)) { [weak self] in
        self?.look()
      }
    }
  }

  private func look() {
    let (count, turn) = activity.figures
    let isFree = state.withLock { state in
      state.look = nil
      // Who works now asks again when it is done.
      guard count == 0 else { return false }
      let isQuiet = turn == state.turn || state.deferralCount >= Self.deferralCountMax
      state.deferralCount = isQuiet ? 0 : state.deferralCount + 1
      return isQuiet
    }
    guard isFree, let next = timetable.nextEvent else {
      if count == 0, timetable.nextEvent != nil { consider() }
      return
    }
    hands.skip(to: next)
    timetable.ring()
    consider()
  }
}
