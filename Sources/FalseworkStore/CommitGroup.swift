// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import GRDB
internal import Synchronization

/// Writes that arrive while another transaction is under way share the next one.
///
/// A write is answered only after its transaction has committed. One that fails leaves nothing
/// behind and does not concern the others, unless the whole transaction is lost with it: then all
/// of them fail, for that reason.
final class CommitGroup: Sendable {
  /// One write of the group: runs inside the transaction, then hears how the commit went.
  private struct Job: Sendable {
    let run: @Sendable (Database) throws -> Void
    let finish: @Sendable ((any Error)?) -> Void
  }

  private let database: any DatabaseWriter
  private let gate: StoreGate
  private let queue = DispatchQueue(label: "falsework.store.commit")
  private let pending = Mutex<[Job]>([])

  init(_ database: any DatabaseWriter, behind gate: StoreGate) {
    self.database = database
    self.gate = gate
  }

  /// Adds a write to the next transaction and returns what it returned, once it is committed.
  ///
  /// `committed` hears of it first, in the order of the writes, which that of the callers need not
  /// be.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value,
    committed: @escaping @Sendable (Value) -> Void = { _ in }
  ) async throws -> Value {
    let outcome = Outcome<Value>()
    return try await withCheckedThrowingContinuation { continuation in
      add(
        Job(
          run: { database in try outcome.take { try body(database) } },
          finish: { failure in
            let result = failure.map(Result.failure) ?? outcome.get()
            if case .success(let value) = result { committed(value) }
            continuation.resume(with: result)
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
    var failure: (any Error)?
    do {
      try gate.letIn {
        try database.write { database in
          for job in jobs { try Self.run(job, in: database) }
        }
      }
    } catch {
      failure = error
    }
    for job in jobs { job.finish(failure) }
  }

  /// Runs a write so that it leaves nothing if it fails; throws when the transaction is lost.
  private static func run(_ job: Job, in database: Database) throws {
    try database.cachedStatement(sql: "SAVEPOINT job").execute()
    do {
      try job.run(database)
    } catch {
      // SQLite gives a transaction up by itself where there is no going on, as on a full disk.
      guard database.isInsideTransaction else { throw error }
      try database.cachedStatement(sql: "ROLLBACK TO job").execute()
    }
    try database.cachedStatement(sql: "RELEASE job").execute()
  }
}

/// The result of one write, kept until its transaction has committed.
private final class Outcome<Value: Sendable>: Sendable {
  private struct NeverRan: Error {}
  private let result = Mutex<Result<Value, any Error>>(.failure(NeverRan()))

  func take(_ body: () throws -> Value) throws {
    let taken = Result { try body() }
    result.withLock { $0 = taken }
    _ = try taken.get()
  }

  func get() -> Result<Value, any Error> { result.withLock { $0 } }
}
