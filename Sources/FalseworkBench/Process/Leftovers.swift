// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Foundation
internal import Synchronization

/// What must not outlive the bench: its child processes and temporary folders.
enum Leftovers {
  private struct Inventory {
    var pids: Set<pid_t> = []
    var folders: Set<String> = []
    var sources: [any DispatchSourceSignal] = []
  }

  /// How long a process may take to end on SIGTERM.
  private static let patience = Duration.seconds(3)
  private static let inventory = Mutex(Inventory())

  static func note(pid: pid_t) {
    inventory.withLock { _ = $0.pids.insert(pid) }
  }

  static func forget(pid: pid_t) {
    inventory.withLock { _ = $0.pids.remove(pid) }
  }

  static func note(folder: String) {
    inventory.withLock { _ = $0.folders.insert(folder) }
  }

  static func forget(folder: String) {
    inventory.withLock { _ = $0.folders.remove(folder) }
  }

  /// Clears up when a signal ends the bench: it has no other way to end early.
  static func clearOnSignals() {
    let queue = DispatchQueue(label: "falsework.bench.signals")
    inventory.withLock { inventory in
      inventory.sources = [SIGINT, SIGTERM, SIGHUP].map { number in
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
        source.setEventHandler { clear(thenExitWith: 128 + number) }
        source.activate()
        return source
      }
    }
  }

  private static func clear(thenExitWith status: CInt) -> Never {
    inventory.withLock { inventory in
      // SIGTERM, because nginx passes it on to its workers.
      for pid in inventory.pids { kill(pid, SIGTERM) }
      let end = BenchClock.now + patience.nanoseconds
      while BenchClock.now < end, inventory.pids.contains(where: { kill($0, 0) == 0 }) {
        for pid in inventory.pids { waitpid(pid, nil, WNOHANG) }
        BenchClock.nap(.milliseconds(5))
      }
      for pid in inventory.pids { kill(pid, SIGKILL) }
      for folder in inventory.folders { try? FileManager.default.removeItem(atPath: folder) }
      _exit(status)
    }
  }
}
