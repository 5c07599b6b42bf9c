// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkProtocol
internal import Synchronization

/// The appointments of a clock, with one timer for the earliest.
///
/// The timer is strict: without that, Dispatch takes up to a tenth of a delay more. Where time
/// stands there is none, and who moves the hands rings.
final class Timetable: Sendable {
  private struct State {
    var book = AppointmentBook()
    var timer: (any DispatchSourceTimer)?
    /// What the timer is set to.
    var armed: Timestamp?
    /// The appointments that were kept and are held on to, where work is counted.
    var kept: Set<AppointmentBook.Number> = []
  }

  private let hands: ClockHands
  private let activity: Activity?
  private let queue = DispatchQueue(label: "falsework.timetable", qos: .userInitiated)
  private let state = Mutex(State())

  init(_ hands: ClockHands, _ activity: Activity?) {
    self.hands = hands
    self.activity = activity
  }

  deinit {
    state.withLock { $0.timer?.cancel() }
  }

  /// The moment of the earliest appointment of any kind.
  var next: Timestamp? { state.withLock { $0.book.next } }

  /// The moment of the earliest event.
  var nextEvent: Timestamp? { state.withLock { $0.book.nextEvent } }

  /// How many events are waited for.
  var awaitedCount: Int { state.withLock { $0.book.awaitedCount } }

  /// Makes an appointment; one whose moment has passed is kept soon, and never at once.
  ///
  /// What wakes must not wait, and may be called once more while the appointment is let go of.
  func add(
    at moment: Timestamp, _ kind: Appointment.Kind, _ wake: @escaping AppointmentBook.Wake
  ) -> Appointment {
    let number = state.withLock { state in
      let number = state.book.add(at: moment, kind, wake)
      arm(&state)
      return number
    }
    return Appointment(number, in: self)
  }

  /// Wakes everybody whose moment has come.
  func ring() {
    let now = hands.now
    while let wake = takeDue(at: now) { wake() }
    state.withLock { state in
      state.armed = nil
      arm(&state)
    }
  }

  func letGo(of number: AppointmentBook.Number) {
    // What is woken may hold others, so it is let go of without the lock.
    let (plan, wasKept) = state.withLock { state in
      (state.book.remove(number), state.kept.remove(number) != nil)
    }
    if wasKept { activity?.end() }
    withExtendedLifetime(plan) {}
  }

  private func takeDue(at now: Timestamp) -> AppointmentBook.Wake? {
    state.withLock { state in
      guard let due = state.book.takeDue(at: now) else { return nil }
      if let activity {
        state.kept.insert(due.number)
        activity.begin()
      }
      return due.wake
    }
  }

  /// Sets the timer to the earliest appointment, unless it is set to it already.
  private func arm(_ state: inout State) {
    guard let next = state.book.next, next < state.armed ?? .distantFuture else { return }
    guard let uptime = hands.uptime(of: next) else {
      // Time stands: only what has passed already comes by itself.
      if next <= hands.now { queue.async { [weak self] in self?.ring() } }
      return
    }
    state.armed = next
    let timer = state.timer ?? makeTimer()
    state.timer = timer
    timer.schedule(deadline: uptime, leeway: .nanoseconds(0))
  }

  private func makeTimer() -> any DispatchSourceTimer {
    let timer = DispatchSource.makeTimerSource(flags: .strict, queue: queue)
    timer.setEventHandler { [weak self] in self?.ring() }
    timer.activate()
    return timer
  }
}

extension Timestamp {
  fileprivate static let distantFuture = Timestamp(microseconds: .max)
}
