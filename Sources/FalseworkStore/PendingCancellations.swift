// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue
internal import Synchronization

/// The requests whose cancellation is being written.
///
/// While it is, time may reach the end that the request would have had, and a reader would take
/// for done what the cancellation is about to prevent. So readers wait for what comes of it.
final class PendingCancellations: Sendable {
  private struct Cancellation {
    var count = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let pending = Mutex<[RequestID: Cancellation]>([:])

  func begin(_ id: RequestID) {
    pending.withLock { $0[id, default: Cancellation()].count += 1 }
  }

  func end(_ id: RequestID) {
    let waiters = pending.withLock { pending -> [CheckedContinuation<Void, Never>] in
      guard var cancellation = pending[id] else { return [] }
      cancellation.count -= 1
      pending[id] = cancellation.count > 0 ? cancellation : nil
      return cancellation.count > 0 ? [] : cancellation.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  func contains(_ id: RequestID) -> Bool { pending.withLock { $0[id] != nil } }

  /// Waits until nothing is being written about a request.
  func settle(_ id: RequestID) async {
    guard contains(id) else { return }
    await withCheckedContinuation { continuation in
      let isSettled = pending.withLock { pending in
        pending[id]?.waiters.append(continuation)
        return pending[id] == nil
      }
      if isSettled { continuation.resume() }
    }
  }
}
