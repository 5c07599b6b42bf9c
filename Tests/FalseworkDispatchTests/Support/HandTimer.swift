// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Synchronization

/// A timer in which time passes only by hand.
final class HandTimer: WireTimer {
  /// What a waiter holds; it tells the timer when it is let go of.
  private final class Token: Sendable {
    let whenFreed: @Sendable () -> Void

    init(_ whenFreed: @escaping @Sendable () -> Void) {
      self.whenFreed = whenFreed
    }

    deinit {
      whenFreed()
    }
  }

  /// Gets the length of each wait as it begins.
  let begun = Mailbox<Duration>()
  /// Hears of each wait that nobody holds any more, whether it is over or cancelled.
  let freed = Mailbox<Void>()
  private let waiters = Mutex<[@Sendable () -> Void]>([])

  func after(_ duration: Duration, _ wake: @escaping @Sendable () -> Void) -> any Sendable {
    waiters.withLock { $0.append(wake) }
    begun.post(duration)
    return Token { [freed] in freed.post(()) }
  }

  /// Ends the wait that began first.
  func passFirst() {
    takeFirst()?()
  }

  /// Returns what ends the wait that began first, to be called more than once.
  func takeFirst() -> (@Sendable () -> Void)? {
    waiters.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }
}

/// A timer that wakes before it returns.
struct HastyTimer: WireTimer {
  func after(_ duration: Duration, _ wake: @escaping @Sendable () -> Void) -> any Sendable {
    wake()
    return 0
  }
}

extension ServerReply {
  /// A reply whose bytes are performed.
  static func performed(
    _ content: ReplyContent = .text("hello"), by timer: any WireTimer = HastyTimer(),
    _ change: (inout WirePlan) -> Void = { _ in }
  ) -> ServerReply {
    var plan = WirePlan()
    change(&plan)
    return ServerReply(.ok, content: content, performance: WirePerformance(plan, timer: timer))
  }
}
