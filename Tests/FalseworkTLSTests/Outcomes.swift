// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import Foundation
import Synchronization

/// What several threads, started together, came to.
final class Outcomes: Sendable {
  private let found = Mutex<Set<String>>([])
  private let done = DispatchSemaphore(value: 0)

  func record(_ body: () throws -> String) {
    let outcome = Result { try body() }
    let text = (try? outcome.get()) ?? "\(outcome)"
    found.withLock { _ = $0.insert(text) }
    done.signal()
  }

  func wait(count: Int) -> Set<String> {
    for _ in 0..<count { done.wait() }
    return found.withLock { $0 }
  }
}
