// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import FalseworkProtocol

/// Calls when a moment of the mock's time has come; each new moment replaces the last.
final class Reminder: @unchecked Sendable {
  // Safe: Dispatch guards its own timer, and nothing else changes after the start.
  private let clock: MockClock
  private let timer: any DispatchSourceTimer

  /// Creates a reminder whose handler must not wait.
  init(_ clock: MockClock, label: String, _ handler: @escaping @Sendable () -> Void) {
    self.clock = clock
    timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: label))
    timer.setEventHandler(handler: handler)
    timer.activate()
  }

  deinit {
    timer.cancel()
  }

  /// Sets the moment; nil for none.
  func set(_ moment: Timestamp?) {
    guard let moment else { return timer.schedule(deadline: .distantFuture) }
    let ahead = Double(clock.now.duration(to: moment).microseconds) / clock.speed
    let microseconds = Int(min(max(0, ahead).rounded(.up), 1e15))
    timer.schedule(deadline: .now() + .microseconds(microseconds), leeway: .milliseconds(1))
  }

  /// Ends the reminder: the handler is not called again.
  func cancel() {
    timer.cancel()
  }
}
