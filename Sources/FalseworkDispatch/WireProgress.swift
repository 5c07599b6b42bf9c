// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP

/// A performance under way.
///
/// A class, so that replies without one pay for a reference and no more.
final class WireProgress {
  var performer: WirePerformer
  /// What is waited for; letting go of it cancels.
  private var wait: Wait?
  private let timer: any WireTimer

  /// Tells one wait from all others.
  final class WaitMark: Sendable {}

  private struct Wait {
    let mark: WaitMark
    let token: any Sendable
  }

  init(_ plan: WirePlan, timer: any WireTimer, head: [UInt8], contentBytes: Int?) {
    self.timer = timer
    performer = WirePerformer(plan, head: head, contentBytes: contentBytes)
  }

  var isWaiting: Bool { wait != nil }

  /// Begins to wait; `wake` is called with the mark that `endWait` knows, from any thread.
  func beginWait(for duration: Duration, _ wake: @escaping @Sendable (WaitMark) -> Void) {
    let mark = WaitMark()
    wait = Wait(mark: mark, token: timer.after(duration) { wake(mark) })
  }

  /// Ends the wait with this mark; false when it is not the one at hand.
  func endWait(_ mark: WaitMark) -> Bool {
    guard wait?.mark === mark else { return false }
    wait = nil
    return true
  }
}
