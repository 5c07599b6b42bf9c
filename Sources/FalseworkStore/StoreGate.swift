// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Synchronization

/// Lets calls in until the store closes, and knows when the last of them has left.
///
/// GRDB's pool crashes where it is closed under a read that waits for a connection.
final class StoreGate: Sendable {
  struct Closed: Error, CustomStringConvertible {
    let description = "the store is closed"
  }

  private let isOpen = Mutex(true)
  private let callsInside = DispatchGroup()

  func letIn<Value>(_ body: () throws -> Value) throws -> Value {
    try isOpen.withLock { isOpen in
      guard isOpen else { throw Closed() }
      callsInside.enter()
    }
    defer { callsInside.leave() }
    return try body()
  }

  /// Lets nobody in any more and waits for those inside.
  func close() {
    isOpen.withLock { $0 = false }
    callsInside.wait()
  }
}
