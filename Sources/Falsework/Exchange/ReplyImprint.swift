// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal
internal import Synchronization

/// What the journal keeps of a reply that is sent again and again, made once.
final class ReplyImprint: Sendable {
  private let kept = Mutex<JournalResponse?>(nil)

  /// What is kept, which is made by `make` the first time.
  func response(_ make: () -> JournalResponse) -> JournalResponse {
    if let known = kept.withLock({ $0 }) { return known }
    let made = make()
    kept.withLock { $0 = made }
    return made
  }
}
