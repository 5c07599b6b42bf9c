// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import GRDB
import Testing

/// 2027-01-15 08:00:00 UTC, when the tests take place.
let testNow = Timestamp(microseconds: 1_800_000_000_000_000)

let policy = RunPolicy(seed: 1, preset: .realistic)

let acceptance = InputVerdict.accepted(
  input: ["image_url": "https://example.com/cat.png", "ss_sampling_steps": 12])

func submission(
  session: String = "session", digest: String = "digest", verdict: InputVerdict = acceptance,
  endpoint: String = "fal-ai/trellis/multi", output: OutputPlan? = nil,
  course: JobCourse = JobCourse()
) throws -> Submission {
  Submission(
    session: SessionID(session), endpoint: try #require(EndpointID(endpoint)), digest: digest,
    verdict: verdict, output: output, course: course)
}

/// An id that no request has.
func strangerID() throws -> RequestID {
  try #require(RequestID("00000000-0000-0000-0000-000000000000"))
}

/// A store in a folder that outlives it, so that it can be closed and opened again.
struct Stage {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Opens the store, hands it out and closes it.
  func withStore<Value>(_ body: (StateStore) async throws -> Value) async throws -> Value {
    let store = try StateStore(folder: StateFolder(path: folder.state))
    defer { store.close() }
    return try await body(store)
  }

  /// Opens the store and returns what it has of these requests.
  func requests(_ ids: [RequestID]) async throws -> [RequestRecord?] {
    try await withStore { store in try ids.map { try store.request($0) } }
  }

  /// Changes the closed database by force; the id is the statement's argument.
  func edit(_ sql: String, _ id: RequestID) throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: folder.database, configuration: configuration)
    try queue.write { try $0.execute(sql: sql, arguments: [id.description]) }
    try queue.close()
  }
}

extension StateStore {
  /// Accepts a submission as a server with the tests' policy does.
  func accept(
    _ submission: Submission, at now: Timestamp = testNow
  ) async throws -> RequestRecord {
    try await accept(submission) { policy.record(of: submission, occurrence: $0, at: now) }
  }

  /// Keeps the record that `make` returns.
  func accept(
    _ submission: Submission, webhook: WebhookOrder? = nil,
    make: @escaping @Sendable (_ occurrence: Int) -> RequestRecord
  ) async throws -> RequestRecord {
    let admission = try await accept(submission, webhook: webhook) { occurrence, _ in
      .accepted(make(occurrence), moved: [])
    }
    guard case .accepted(let record, _) = admission else { throw NotAccepted() }
    return record
  }

  /// Cancels a request as a server with the tests' policy does.
  func cancel(_ id: RequestID, at now: Timestamp) async throws(StoreError) -> Cancellation? {
    try await cancel(id, by: policy, now: { now })?.outcome
  }
}

private struct NotAccepted: Error {}
