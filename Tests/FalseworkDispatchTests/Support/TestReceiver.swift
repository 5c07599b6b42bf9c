// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import FalseworkDispatch

/// A receiver that keeps what it hears.
final class TestReceiver: EventReceiver, @unchecked Sendable {
  // Safe: what changes is used on the loop's queue only.
  var deadline: UInt64?
  var queuedDeadline: UInt64?
  private(set) var heardCount = 0
  let heard = Mailbox<Interest>()
  let passedDeadlines = Mailbox<UInt64?>()
  private let whenReady: () -> Void

  init(whenReady: @escaping () -> Void = {}) {
    self.whenReady = whenReady
  }

  func ready(_ events: Interest) {
    heardCount += 1
    heard.post(events)
    whenReady()
  }

  func deadlinePassed() {
    passedDeadlines.post(deadline)
    deadline = nil
  }
}

extension EventLoop {
  /// Does something on the loop's queue.
  func perform<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      queue.async { continuation.resume(returning: body()) }
    }
  }
}
