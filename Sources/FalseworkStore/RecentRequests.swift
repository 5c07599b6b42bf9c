// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkQueue
internal import Synchronization

/// The requests that were touched lately, so that a poll need not wait for the database.
///
/// Two generations: when the young one is full it becomes the old one, and what is found among
/// the old is young again. So at most twice the limits are held, and nothing is ever searched.
final class RecentRequests: Sendable {
  static let generationCountMax = 8192
  /// Inputs may hold whole pictures, so they are counted by their bytes too.
  static let generationBytesMax = 32 << 20

  private struct Generations {
    var young: [RequestID: RequestRecord] = [:]
    var youngBytes = 0
    var old: [RequestID: RequestRecord] = [:]
    /// What was old before; let go of without the lock, as it may be much.
    var forgotten: [RequestID: RequestRecord] = [:]
    var changeCount = 0

    subscript(id: RequestID) -> RequestRecord? { young[id] ?? old[id] }

    mutating func insert(_ record: RequestRecord) {
      if young.count >= generationCountMax || youngBytes >= generationBytesMax {
        (forgotten, old, young) = (old, young, [:])
        youngBytes = 0
      }
      young[record.id] = record
      youngBytes += record.verdict.roughBytes
    }

    mutating func update(_ entry: QueueEntry) {
      changeCount += 1
      young[entry.id]?.entry = entry
      old[entry.id]?.entry = entry
    }
  }

  private let generations = Mutex(Generations())

  subscript(id: RequestID) -> RequestRecord? {
    withGenerations { generations in
      if let record = generations.young[id] { return record }
      guard let record = generations.old[id] else { return nil }
      generations.insert(record)
      return record
    }
  }

  /// Changes whenever something becomes of a request that was accepted before.
  var mark: Int { generations.withLock { $0.changeCount } }

  /// Remembers a record that was written just now, and what has become of others.
  func insert(_ record: RequestRecord, moving others: [QueueEntry]) {
    withGenerations { generations in
      generations.insert(record)
      for entry in others { generations.update(entry) }
    }
  }

  /// Takes note of what has become of requests that may be remembered.
  func update(_ entries: [QueueEntry]) {
    generations.withLock { generations in
      for entry in entries { generations.update(entry) }
    }
  }

  /// Forgets everything.
  func removeAll() {
    generations.withLock { generations in
      generations = Generations(changeCount: generations.changeCount + 1)
    }
  }

  /// Remembers a record that was read, unless something has become of any since the mark.
  func insert(_ record: RequestRecord, readAt mark: Int) {
    withGenerations { generations in
      if generations.changeCount == mark { generations.insert(record) }
    }
  }

  private func withGenerations<Value: Sendable>(
    _ body: (inout Generations) -> Value
  ) -> Value {
    let (value, forgotten) = generations.withLock { generations in
      defer { generations.forgotten = [:] }
      return (body(&generations), generations.forgotten)
    }
    return withExtendedLifetime(forgotten) { value }
  }
}

extension InputVerdict {
  /// About how much memory the verdict takes.
  fileprivate var roughBytes: Int {
    switch self {
    case .accepted(let input): JSONValue.object(input).roughBytes
    case .rejected(_, let body): body.roughBytes
    }
  }
}

extension JSONValue {
  fileprivate var roughBytes: Int {
    switch self {
    case .null, .bool, .number: 32
    case .string(let text): 32 + text.utf8.count
    case .array(let elements): elements.reduce(32) { $0 + $1.roughBytes }
    case .object(let object):
      object.members.reduce(32) { $0 + $1.name.utf8.count + $1.value.roughBytes }
    }
  }
}
