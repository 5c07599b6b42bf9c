// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Something that happens once and may be waited for.
final class Latch: Sendable {
  private enum State {
    case closed([CheckedContinuation<Void, Never>])
    case open
  }

  private let state = Mutex(State.closed([]))

  func open() {
    let waiters = state.withLock { state in
      defer { state = .open }
      if case .closed(let waiters) = state { return waiters }
      return []
    }
    for waiter in waiters { waiter.resume() }
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        guard case .closed(let waiters) = state else { return true }
        state = .closed(waiters + [continuation])
        return false
      }
      if isOpen { continuation.resume() }
    }
  }
}
