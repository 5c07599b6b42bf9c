// Falsework
// SPDX-License-Identifier: MIT

extension Task {
  /// Returns the value of the task, which is cancelled when a time is over.
  func value(within limit: Duration) async -> Success where Failure == Never {
    let alarm = Task<Void, Never> {
      try? await Task<Never, Never>.sleep(for: limit)
      cancel()
    }
    defer { alarm.cancel() }
    return await value
  }
}
