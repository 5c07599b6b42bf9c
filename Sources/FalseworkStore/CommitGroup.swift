// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import GRDB
internal import Synchronization

/// Writes that arrive while another transaction is under way share the next one.
///
/// A write is answered only after its transaction has committed.
final class CommitGroup: Sendable {
  /// One write of the group: runs inside the transaction, then hears how the commit went.
  struct Job: Sendable {
    let run: @Sendable (Database) -> Void
    let finish: @Sendable ((any Error)?) -> Void
  }

  private let database: any DatabaseWriter
  private let queue = DispatchQueue(label: "falsework.store.commit")
  private let pending = Mutex<[Job]>([])

  init(_ database: any DatabaseWriter) {
    self.database = database
  }

  /// Adds a write to the next transaction and returns what it returned, once it is committed.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws -> Value {
    let outcome = Outcome<Value>()
    return try await withCheckedThrowingContinuation { continuation in
      add(
        Job(
          run: { database in outcome.set(Result { try body(database) }) },
          finish: { failure in
            continuation.resume(with: failure.map(Result.failure) ?? outcome.get())
          }))
    }
  }

  private func add(_ job: Job) {
    let isFirst = pending.withLock { jobs in
      jobs.append(job)
      return jobs.count == 1
    }
    if isFirst { queue.async { self.commit() } }
  }

  private func commit() {
    let jobs = pending.withLock { jobs in
      defer { jobs = [] }
      return jobs
    }
    do {
      try database.write { database in
        for job in jobs { job.run(database) }
      }
      for job in jobs { job.finish(nil) }
    } catch {
      for job in jobs { job.finish(error) }
    }
  }
}

/// The result of one write, kept until its transaction has committed.
private final class Outcome<Value: Sendable>: Sendable {
  private struct NeverRan: Error {}
  private let result = Mutex<Result<Value, any Error>>(.failure(NeverRan()))

  func set(_ value: Result<Value, any Error>) { result.withLock { $0 = value } }

  func get() -> Result<Value, any Error> { result.withLock { $0 } }
}
