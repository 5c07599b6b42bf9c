// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol
public import FalseworkQueue
internal import GRDB
internal import Glibc

/// The requests and files of a server, in SQLite and in a folder beside it.
///
/// What a call has returned from survives the death of the process (`kill -9`): the database is
/// in WAL mode and a reply is given only after the commit. `synchronous` is `NORMAL`, so the last
/// moments before a power failure may be lost; a mock can bear that.
public final class StateStore: Sendable {
  let folder: StateFolder
  private let pool: DatabasePool
  private let gate = StoreGate()
  private let commits: CommitGroup
  let recent = RecentRequests()
  let pools = PoolBook()
  private let cancellations = PendingCancellations()

  /// The pages of the log after which a commit copies them into the database and waits for the
  /// disk: 16 MiB, four times what is usual, as many submits change the same pages of the indexes.
  private static let pagesPerCheckpoint = 4000

  /// Opens the store in a folder, creating or migrating the database.
  ///
  /// The process ignores SIGXFSZ from now on, so that a write beyond a limit of the system fails
  /// as one to a full disk does.
  public init(folder: StateFolder) throws(StoreError) {
    signal(SIGXFSZ, SIG_IGN)
    self.folder = folder
    var configuration = Configuration()
    configuration.maximumReaderCount = 2
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { database in
      try database.execute(sql: "PRAGMA wal_autocheckpoint = \(Self.pagesPerCheckpoint)")
    }
    do {
      pool = try DatabasePool(path: folder.databasePath, configuration: configuration)
      try Schema.migrator.migrate(pool)
    } catch {
      throw StoreError("open", path: folder.databasePath, error)
    }
    commits = CommitGroup(pool, behind: gate)
  }

  /// Waits for the calls under way, closes the database and gives up the folder; later calls fail.
  public func close() {
    gate.close()
    try? pool.close()
    folder.unlock()
  }

  /// The latest moment at which something has happened, which no clock may precede: a request was
  /// accepted or cancelled, a webhook sent, or the path of an upload given out.
  public func latestMoment() throws(StoreError) -> Timestamp? {
    let latest = try reading { database in
      // Each part is one step into an index, however many requests there are.
      try Int64.fetchOne(
        database,
        sql: """
          SELECT MAX(moment) FROM (
            SELECT MAX(submitted) AS moment FROM requests
            UNION ALL
            SELECT MAX(cancelled) FROM requests WHERE cancelled IS NOT NULL
            UNION ALL
            SELECT MAX(began) FROM webhook_attempts
            UNION ALL
            SELECT MAX(created) FROM uploads)
          """)
    }
    return latest.map(Timestamp.init(microseconds:))
  }

  /// The moment at which the next request ends, as things stand; `nil` when all have ended.
  public func nextEnd(after now: Timestamp) throws(StoreError) -> Timestamp? {
    let next = try reading { database in
      try Int64.fetchOne(
        database, sql: "SELECT MIN(ended) FROM requests WHERE ended > ?",
        arguments: [now.microseconds])
    }
    return next.map(Timestamp.init(microseconds:))
  }

  /// Takes up a submission and keeps the request that it has become, and the webhook that it wants
  /// with it.
  ///
  /// `now` is asked inside the transaction, so that the order of acceptance is that of time.
  public func accept(
    _ submission: Submission, webhook: WebhookOrder? = nil, by policy: RunPolicy,
    now: @escaping @Sendable () -> Timestamp
  ) async throws(StoreError) -> Admission {
    try await accept(submission, webhook: webhook) { occurrence, pool in
      let now = now()
      let shared = policy.pool(of: submission.course.traits)
      let others = policy.looksAtOthers(for: submission) ? try pool(now, shared) : []
      return policy.admit(submission, occurrence: occurrence, among: others, at: now)
    }
  }

  /// Keeps what `admit` makes of a submission, given how often the session sent the same before
  /// and a way to ask for the other requests that matter to a pool, or that have not ended.
  public func accept(
    _ submission: Submission, webhook: WebhookOrder? = nil,
    admit:
      @escaping @Sendable (
        _ occurrence: Int, _ others: (_ now: Timestamp, _ pool: RunnerPool?) throws -> [QueueEntry]
      ) throws -> Admission
  ) async throws(StoreError) -> Admission {
    try await writing { [pools] database in
      // The index answers this at once; counting the rows would take ever longer.
      let next = try database.cachedStatement(
        sql: "SELECT MAX(occurrence) + 1 FROM requests WHERE session = ? AND digest = ?")
      let occurrence =
        try Int.fetchOne(
          next, arguments: [submission.session.description, submission.digest]) ?? 0
      let queue = PoolBook.Queue(submission.session, submission.endpoint)
      var shared: [QueueEntry]?
      let admission = try admit(occurrence) { now, pool in
        guard let pool else { return try Self.unfinished(in: queue, at: now, database) }
        let entries = try pools.entries(of: queue, for: pool, at: now, database)
        shared = entries
        return entries
      }
      if case .accepted(let record, let moved) = admission {
        let row = RequestRow(record: record, digest: submission.digest, occurrence: occurrence)
        try database.cachedStatement(sql: RequestRow.insertion).execute(arguments: row.arguments)
        try webhook?.insert(for: record.id, into: database)
        try Self.update(moved, in: database)
        if let shared {
          pools.change(queue, to: shared.replacing(moved) + [record.entry], in: database)
        }
      }
      return admission
    } committed: { [recent] admission in
      guard case .accepted(let record, let moved) = admission else { return }
      recent.insert(record, moving: moved)
    }
  }

  /// Returns a request that is at hand without waiting; `nil` says nothing about existence.
  ///
  /// A moment that was read off the clock before is not beyond what the record can tell.
  public func recall(_ id: RequestID) -> RequestRecord? {
    cancellations.contains(id) ? nil : recent[id]
  }

  /// Returns a request once it is known what comes of its cancellation, if one is being written.
  ///
  /// A moment that was read off the clock before is not beyond what the record can tell.
  public func settledRequest(_ id: RequestID) async throws(StoreError) -> RequestRecord? {
    await cancellations.settle(id)
    return try request(id)
  }

  /// Returns a request.
  public func request(_ id: RequestID) throws(StoreError) -> RequestRecord? {
    if let record = recent[id] { return record }
    let mark = recent.mark
    let record = try reading { database in try Self.request(id, in: database) }
    if let record { recent.insert(record, readAt: mark) }
    return record
  }

  /// Cancels a request; `nil` if there is none of that id.
  public func cancel(
    _ id: RequestID, by policy: RunPolicy, now: @escaping @Sendable () -> Timestamp
  ) async throws(StoreError) -> (outcome: Cancellation, changed: [RequestID])? {
    cancellations.begin(id)
    defer { cancellations.end(id) }
    let written = try await writing { [pools] database -> (Cancellation, [QueueEntry])? in
      guard let record = try Self.request(id, in: database) else { return nil }
      let now = now()
      var entry = record.entry
      let cancellation = entry.cancel(at: now)
      guard cancellation == .requested else { return (cancellation, []) }
      try Self.update([entry], in: database)
      var moved: [QueueEntry] = []
      if let pool = policy.pool(of: entry.job.traits) {
        let queue = PoolBook.Queue(record.session, record.endpoint)
        let entries = try pools.entries(of: queue, for: pool, at: now, database)
          .replacing([entry])
        moved = policy.replan(entries, of: pool, at: now)
        try Self.update(moved, in: database)
        pools.change(queue, to: entries.replacing(moved), in: database)
      }
      return (cancellation, [entry] + moved)
    } committed: { [recent] written in
      if let written { recent.update(written.1) }
    }
    return written.map { ($0.0, $0.1.map(\.id)) }
  }

  /// Returns the requests of a session to an application that have not ended.
  public func unfinished(
    of session: SessionID, _ endpoint: EndpointID, at now: Timestamp
  ) throws(StoreError) -> [QueueEntry] {
    let queue = PoolBook.Queue(session, endpoint)
    if let known = pools.committedEntries(of: queue) {
      return known.filter { $0.timeline.ended > now }
    }
    return try reading { database in try Self.unfinished(in: queue, at: now, database) }
  }

  /// The requests of a queue that have not ended at a moment, in the order of acceptance.
  static func unfinished(
    in queue: PoolBook.Queue, at now: Timestamp, _ database: Database
  ) throws -> [QueueEntry] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT id, endpoint, submitted, ended, job, runs, cancelled FROM requests
        WHERE session = ? AND ended > ?
        """)
    let rows = try Row.fetchAll(
      statement, arguments: [queue.session.description, now.microseconds])
    return
      try rows
      .filter { EndpointID($0["endpoint"] as String)?.application == queue.application }
      .map(QueueEntry.init(row:))
      .sorted { $0.job.sequence < $1.job.sequence }
  }

  private static func update(_ entries: [QueueEntry], in database: Database) throws {
    let statement = try database.cachedStatement(sql: QueueEntry.update)
    for entry in entries { try statement.execute(arguments: entry.updateArguments) }
  }

  private static func request(_ id: RequestID, in database: Database) throws -> RequestRecord? {
    let statement = try database.cachedStatement(sql: "SELECT * FROM requests WHERE id = ?")
    return try Row.fetchOne(statement, arguments: [id.description]).map(RequestRecord.init(row:))
  }
}

extension StateStore {
  /// Keeps a file of a request and returns its record; the first file of its place stays.
  public func keep(
    _ file: FileRecord, contents: [UInt8]
  ) async throws(StoreError) -> FileRecord {
    try await keep(file, .bytes(contents))
  }

  /// Keeps a file of a request whose contents are those of another file, which it shares.
  public func keep(
    _ file: FileRecord, sharing other: FileRecord
  ) async throws(StoreError) -> FileRecord {
    try await keep(file, .those(ofPath: localPath(of: other)))
  }

  private func keep(
    _ file: FileRecord, _ contents: NewContents
  ) async throws(StoreError) -> FileRecord {
    let draft = try Draft(of: contents, for: localPath(of: file))
    defer { draft.discard() }
    return try await writing { database in
      if let kept = try Self.file(file.ordinal, of: file.request, in: database) { return kept }
      try draft.publish()
      try database.cachedStatement(sql: FileRecord.insertion).execute(arguments: file.arguments)
      return file
    }
  }

  /// Returns a file that was made by a recipe, for whichever request.
  public func file(madeBy recipe: String) throws(StoreError) -> FileRecord? {
    try reading { database in
      let statement = try database.cachedStatement(
        sql: "SELECT * FROM files WHERE recipe = ? LIMIT 1")
      return try Row.fetchOne(statement, arguments: [recipe]).map(FileRecord.init(row:))
    }
  }

  /// Returns a file of a request, by its place from 0, if it was made already.
  public func file(of id: RequestID, _ ordinal: Int = 0) throws(StoreError) -> FileRecord? {
    try reading { database in try Self.file(ordinal, of: id, in: database) }
  }

  /// Returns the file at a path of the CDN.
  public func file(at path: String) throws(StoreError) -> FileRecord? {
    try reading { database in
      let statement = try database.cachedStatement(sql: "SELECT * FROM files WHERE path = ?")
      return try Row.fetchOne(statement, arguments: [path]).map(FileRecord.init(row:))
    }
  }

  /// Returns where the contents of a file are on this machine.
  public func localPath(of file: FileRecord) -> String {
    let name = file.request.description
    return folder.filePath(file.ordinal == 0 ? name : "\(name)-\(file.ordinal)")
  }

  private static func file(
    _ ordinal: Int, of id: RequestID, in database: Database
  ) throws -> FileRecord? {
    let statement = try database.cachedStatement(
      sql: "SELECT * FROM files WHERE request = ? AND ordinal = ?")
    return try Row.fetchOne(statement, arguments: [id.description, ordinal])
      .map(FileRecord.init(row:))
  }
}

extension StateStore {
  func reading<Value>(
    _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    do {
      return try gate.letIn { try pool.read(body) }
    } catch {
      throw self.error("read", error)
    }
  }

  func writing<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value,
    committed: @escaping @Sendable (Value) -> Void = { _ in }
  ) async throws(StoreError) -> Value {
    do {
      return try await commits.write(body, committed: committed)
    } catch {
      throw self.error("write", error)
    }
  }

  /// For the start of a server, before anybody else writes.
  func writingAtOnce<Value>(_ body: (Database) throws -> Value) throws(StoreError) -> Value {
    do {
      return try gate.letIn { try pool.write(body) }
    } catch {
      throw self.error("write", error)
    }
  }

  private func error(_ doing: String, _ error: any Error) -> StoreError {
    error as? StoreError ?? StoreError(doing, path: folder.databasePath, error)
  }
}
