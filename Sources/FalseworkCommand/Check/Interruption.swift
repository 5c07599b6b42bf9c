// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc
internal import Synchronization

/// A signal that ends a check: the clients go with it.
final class Interruption: Sendable {
  private struct State {
    var signal: CInt?
    var running: [Int: ChildProcess] = [:]
    var count = 0
  }

  private let state = Mutex(State())

  /// Ends all clients, and lets no other begin.
  func strike(_ signal: CInt) {
    state.withLock { state in
      state.signal = signal
      for process in state.running.values { process.send(SIGKILL) }
    }
  }

  /// Runs `body` with a client that goes if the check does.
  func covering<Value>(
    _ process: ChildProcess, _ body: () async throws -> Value
  ) async throws -> Value {
    let number = state.withLock { state in
      state.count += 1
      state.running[state.count] = process
      if state.signal != nil { process.send(SIGKILL) }
      return state.count
    }
    defer { state.withLock { $0.running[number] = nil } }
    let value = try await body()
    try check()
    return value
  }

  /// Throws once the check is to end.
  func check() throws(CommandFailure) {
    guard let signal = state.withLock({ $0.signal }) else { return }
    throw CommandFailure("interrupted", status: ExitStatus(code: 128 + signal))
  }
}
