// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Synchronization

/// Wakes one waiter, after a time or when rung, whichever comes first.
final class Alarm: Sendable {
  private enum State {
    case unset
    case waiting(CheckedContinuation<Void, Never>)
    case rung
  }

  private static let queue = DispatchQueue(label: "falsework.alarms", qos: .userInitiated)

  private let state = Mutex(State.unset)

  func set(microseconds: Int, _ continuation: CheckedContinuation<Void, Never>) {
    let isRung = state.withLock { state in
      if case .rung = state { return true }
      state = .waiting(continuation)
      return false
    }
    guard !isRung else { return continuation.resume() }
    Self.queue.asyncAfter(deadline: .now() + .microseconds(microseconds)) { self.ring() }
  }

  func ring() {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      defer { state = .rung }
      if case .waiting(let continuation) = state { return continuation }
      return nil
    }
    waiter?.resume()
  }
}
