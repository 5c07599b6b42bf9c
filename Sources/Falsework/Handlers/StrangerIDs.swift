// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// Ids for `x-fal-request-id` on replies that are about no accepted request.
final class StrangerIDs: Sendable {
  private let generator: Mutex<SeededGenerator>

  init(seed: UInt64) {
    generator = Mutex(SeededGenerator(seed: seed, key: "stranger"))
  }

  func next(at now: Timestamp) -> RequestID {
    generator.withLock { RequestID(time: now, using: &$0) }
  }
}
