// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkQueue
internal import Synchronization

/// The requests that were touched lately, so that a poll need not wait for the database.
///
/// Two generations: when the young one is full it becomes the old one, and what is found among
/// the old is young again. So at most twice the limit is held, and nothing is ever searched.
final class RecentRequests: Sendable {
  static let generationCountMax = 8192

  private struct Generations {
    var young: [RequestID: RequestRecord] = [:]
    var old: [RequestID: RequestRecord] = [:]

    subscript(id: RequestID) -> RequestRecord? { young[id] ?? old[id] }

    mutating func insert(_ record: RequestRecord) {
      if young.count >= generationCountMax {
        old = young
        young = [:]
      }
      young[record.id] = record
    }
  }

  private let generations = Mutex(Generations())

  subscript(id: RequestID) -> RequestRecord? {
    generations.withLock { generations in
      if let record = generations.young[id] { return record }
      guard let record = generations.old[id] else { return nil }
      generations.insert(record)
      return record
    }
  }

  /// Remembers a record that was written just now.
  func insert(_ record: RequestRecord) {
    generations.withLock { $0.insert(record) }
  }

  /// Remembers a record that was read, unless a newer state of it is known already.
  func insertIfAbsent(_ record: RequestRecord) {
    generations.withLock { generations in
      if generations[record.id] == nil { generations.insert(record) }
    }
  }
}
