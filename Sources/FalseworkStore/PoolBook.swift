// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import GRDB
internal import Synchronization

/// The requests of the queues that share runners and were used lately, so that a long one need not
/// be read anew for each submission and each poll.
///
/// A transaction sees its own changes at once; everyone else sees them once it has committed.
final class PoolBook: Sendable {
  /// The requests of one session to one application.
  struct Queue: Hashable {
    let session: SessionID
    let application: EndpointID

    init(_ session: SessionID, _ endpoint: EndpointID) {
      self.session = session
      application = endpoint.application
    }
  }

  /// The most queues that are remembered.
  static let queueCountMax = 256

  private struct State {
    var committed: [Queue: [QueueEntry]] = [:]
    var changed: [Queue: [QueueEntry]] = [:]
  }

  private let state = Mutex(State())

  /// The requests of a queue that matter to a pool at a moment, as the transaction under way sees
  /// them.
  func entries(
    of queue: Queue, for pool: RunnerPool, at now: Timestamp, _ database: Database
  ) throws -> [QueueEntry] {
    let horizon = now.advanced(by: .zero - pool.keepAlive)
    if let known = state.withLock({ $0.changed[queue] ?? $0.committed[queue] }) {
      return known.filter { $0.timeline.ended > horizon }
    }
    return try StateStore.unfinished(in: queue, at: horizon, database)
  }

  /// The requests of a queue as they were committed; `nil` for what is not known.
  func committedEntries(of queue: Queue) -> [QueueEntry]? {
    state.withLock { $0.committed[queue] }
  }

  /// Takes note of what a queue becomes if the transaction under way commits.
  func change(_ queue: Queue, to entries: [QueueEntry], in database: Database) {
    let isFirst = state.withLock { state in
      defer { state.changed[queue] = entries }
      return state.changed.isEmpty
    }
    guard isFirst else { return }
    database.afterNextTransaction { [self] _ in
      commit()
    } onRollback: { [self] _ in
      state.withLock { $0.changed = [:] }
    }
  }

  /// Forgets everything, which is then read from the database again.
  func removeAll() {
    state.withLock { $0 = State() }
  }

  private func commit() {
    state.withLock { state in
      if state.committed.count >= Self.queueCountMax { state.committed = [:] }
      state.committed.merge(state.changed) { $1 }
      state.changed = [:]
    }
  }
}

extension [QueueEntry] {
  /// These entries, with others of the same ids in their places.
  func replacing(_ others: [QueueEntry]) -> [QueueEntry] {
    guard !others.isEmpty else { return self }
    let others = Dictionary(others.map { ($0.id, $0) }) { $1 }
    return map { others[$0.id] ?? $0 }
  }
}
