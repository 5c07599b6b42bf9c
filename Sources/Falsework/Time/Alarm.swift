// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Wakes one waiter when it is rung, or has been.
final class Alarm: Sendable {
  private enum State {
    case unset
    case waiting(CheckedContinuation<Void, Never>, Shift?)
    case rung
  }

  private let state = Mutex(State.unset)

  /// Waits for the alarm, or the cancellation of the task; meanwhile the task's work rests.
  func wait() async {
    let shift = Shift.current
    await withTaskCancellationHandler {
      await withCheckedContinuation { set($0, shift) }
    } onCancel: {
      ring()
    }
  }

  func ring() {
    let waiter = state.withLock { state in
      defer { state = .rung }
      return state
    }
    guard case .waiting(let continuation, let shift) = waiter else { return }
    // Before the task runs again, so that its work is never uncounted.
    shift?.resume()
    continuation.resume()
  }

  private func set(_ continuation: CheckedContinuation<Void, Never>, _ shift: Shift?) {
    let isRung = state.withLock { state in
      if case .rung = state { return true }
      state = .waiting(continuation, shift)
      // With the lock, so that whoever rings goes on after this.
      shift?.pause()
      return false
    }
    if isRung { continuation.resume() }
  }
}
