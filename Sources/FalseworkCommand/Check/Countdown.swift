// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Synchronization

/// Something that happens after a time by the real clock, unless it is called off.
final class Countdown: Sendable {
  private let timer: Mutex<any DispatchSourceTimer>

  init(_ duration: Duration, _ action: @escaping @Sendable () -> Void) {
    let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "falsework.countdown"))
    timer.setEventHandler(handler: action)
    let (seconds, attoseconds) = duration.components
    let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
    timer.schedule(deadline: .now() + .nanoseconds(nanoseconds))
    timer.activate()
    self.timer = Mutex(timer)
  }

  func callOff() { timer.withLock { $0.cancel() } }
}
