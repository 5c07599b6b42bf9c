// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import Synchronization

/// Calls when a moment of the mock's time has come; each new moment replaces the last.
final class Reminder: Sendable {
  private let clock: MockClock
  private let handler: @Sendable () -> Void
  private let appointment = Mutex<Appointment?>(nil)

  /// Creates a reminder whose handler must not wait, and sets the next moment.
  init(_ clock: MockClock, _ handler: @escaping @Sendable () -> Void) {
    self.clock = clock
    self.handler = handler
  }

  /// Sets the moment; nil for none.
  func set(_ moment: Timestamp?) {
    let next = moment.map { clock.appointment(at: $0, handler) }
    let last = appointment.withLock { appointment in
      defer { appointment = next }
      return appointment
    }
    withExtendedLifetime(last) {}
  }
}
