// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Lets so many in at a time, in the order of arrival.
final class Turnstile: Sendable {
  private struct State {
    var freeCount: Int
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state: Mutex<State>

  init(countMax: Int) {
    state = Mutex(State(freeCount: countMax))
  }

  func enter() async {
    await withCheckedContinuation { continuation in
      let isIn = state.withLock { state in
        guard state.freeCount > 0 else {
          state.waiters.append(continuation)
          return false
        }
        state.freeCount -= 1
        return true
      }
      if isIn { continuation.resume() }
    }
  }

  func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.waiters.isEmpty else {
        state.freeCount += 1
        return nil
      }
      return state.waiters.removeFirst()
    }
    next?.resume()
  }
}
