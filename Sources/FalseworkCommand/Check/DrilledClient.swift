// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkJournal
internal import Glibc
internal import Synchronization

/// A client's process in a drill, which is ended if it does not end.
struct DrilledClient: Sendable {
  let process: ChildProcess
  let timeout: Duration

  /// How long a process may take to end after it was asked to.
  private static let grace = Duration.seconds(2)

  /// Waits for the end, which comes when the time is over at the latest.
  func ending() async -> ClientOutcome.Ending {
    let isOver = Mutex(false)
    let limit = Countdown(timeout) {
      isOver.withLock { $0 = true }
      process.send(SIGTERM)
    }
    let lastLimit = Countdown(timeout + Self.grace) { process.send(SIGKILL) }
    let end = await process.end()
    limit.callOff()
    lastLimit.callOff()
    // What the client started and left behind goes with it.
    process.send(SIGKILL)
    if isOver.withLock({ $0 }) { return .outOfTime }
    switch end {
    case .exited(let status): return .exited(status: Int(status))
    case .signalled(let number): return .signalled(number: Int(number))
    }
  }

  /// Interrupts the client after it has polled once, and waits for its end.
  func endingInterrupted(_ server: some DrillServer) async -> ClientOutcome.Ending {
    let interruption = Task { () -> Bool in
      let hasPolled = await server.hasBeenPolled()
      if hasPolled { process.send(SIGTERM) }
      return hasPolled
    }
    let ending = await ending()
    interruption.cancel()
    return await interruption.value && ending != .outOfTime ? .interrupted : ending
  }
}
