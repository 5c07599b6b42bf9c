// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import Synchronization

/// Says on a terminal how far a check has come.
final class DrillProgress: Sendable {
  private let count: Int
  private let console: Console
  private let done = Mutex(0)

  init(count: Int, _ console: Console) {
    self.count = count
    self.console = console
  }

  func show(_ drill: Drill) {
    let number = done.withLock { done in
      done += 1
      return done
    }
    guard console.style == .terminal else { return }
    console.writeOver(number < count ? "\(number) of \(count) drills: \(drill.name)" : "")
  }
}
