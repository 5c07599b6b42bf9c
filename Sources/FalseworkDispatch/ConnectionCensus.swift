// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Counts the connections of a server, up to a limit.
final class ConnectionCensus: Sendable {
  /// What becomes of a connection.
  enum Admission {
    case served(number: UInt64)
    /// One too many: it gets a reply that says so, and nothing more.
    case turnedAway
  }

  private struct State {
    var servedCount = 0
    var turnedAwayCount = 0
    var total: UInt64 = 0
    var waiters: [CheckedContinuation<Void, Never>] = []

    var isEmpty: Bool { servedCount == 0 && turnedAwayCount == 0 }
  }

  /// The most connections at a time that are being turned away; more are closed without a word.
  static let turnedAwayCountMax = 256

  private let servedCountMax: Int
  private let state = Mutex(State())

  init(countMax: Int) {
    servedCountMax = countMax
  }

  /// Takes in a connection; `nil` when there is no room even to turn it away.
  func enter() -> Admission? {
    state.withLock { state in
      if state.servedCount < servedCountMax {
        state.servedCount += 1
        state.total += 1
        return .served(number: state.total)
      }
      guard state.turnedAwayCount < Self.turnedAwayCountMax else { return nil }
      state.turnedAwayCount += 1
      return .turnedAway
    }
  }

  func leave(_ admission: Admission) {
    let waiters = state.withLock { state in
      switch admission {
      case .served: state.servedCount -= 1
      case .turnedAway: state.turnedAwayCount -= 1
      }
      guard state.isEmpty else { return [CheckedContinuation<Void, Never>]() }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Waits until there is no connection.
  func waitUntilEmpty() async {
    await withCheckedContinuation { continuation in
      let isEmpty = state.withLock { state in
        if !state.isEmpty { state.waiters.append(continuation) }
        return state.isEmpty
      }
      if isEmpty { continuation.resume() }
    }
  }
}
