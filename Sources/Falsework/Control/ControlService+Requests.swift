// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

extension ControlService {
  /// The most requests in one list, and how many there are where nothing was said.
  static let listCountMax = 1000
  private static let listCountUsual = 100

  /// `GET /_falsework/requests[?key=ID][&limit=N]`: the latest requests, the latest first.
  func requests(_ query: QueryParameters) throws -> Reply {
    let text = query["limit"] ?? String(Self.listCountUsual)
    guard let limit = Int(text), (1...Self.listCountMax).contains(limit) else {
      return .problem(
        .badRequest, "limit must be a whole number between 1 and \(Self.listCountMax)")
    }
    let now = clock.now
    let records = try store.latest(limit, of: session(query))
    return .json(.ok, ["requests": .array(records.map { Self.summary(of: $0, at: now) })])
  }

  /// `GET /_falsework/requests/{id}`: one request with its past and, as things stand, its future.
  func request(_ text: String) async throws -> Reply {
    guard let id = RequestID(text), let record = try await store.settledRequest(id) else {
      throw ControlProblem(
        .notFound, "there is no request \(text); /_falsework/requests lists the latest")
    }
    guard case .object(var body) = Self.summary(of: record, at: clock.now) else {
      preconditionFailure("a summary is an object")
    }
    let (job, timeline) = (record.entry.job, record.entry.timeline)
    body["now"] = .string(clock.now.pythonISO)
    body["ready_at"] = .string(job.ready.pythonISO)
    body["priority"] = .string(job.priority.rawValue)
    body["start_deadline"] = job.startDeadline.map { .string($0.pythonISO) } ?? .null
    body["cancelled_at"] = record.entry.cancelled.map { .string($0.pythonISO) } ?? .null
    body["strangers_ahead"] = .number(JSONNumber(job.crowdCount(at: clock.now)))
    body["runs"] = .array(
      zip(timeline.runs, job.attempts).map { run, attempt in
        [
          "assigned_at": .string(run.assigned.pythonISO),
          "started_at": .string(run.started.pythonISO), "ended_at": .string(run.ended.pythonISO),
          "runner": .number(JSONNumber(run.runner)),
          "failure": attempt.failure.map { .string($0.type) } ?? .null,
        ]
      })
    body["ends_as"] = .string(record.ending.word)
    if case .accepted(let input) = record.verdict { body["input"] = .object(input) }
    let webhooks = try WebhookLog(store: store).told(of: id)
    body["webhook"] = webhooks
    body["mesh"] = try await meshAccount(of: record)?.json ?? .null
    return .json(.ok, .object(body))
  }

  /// `GET /_falsework/ledger[?key=ID]`: what the accepted requests would have cost.
  func ledger(_ query: QueryParameters) throws -> Reply {
    let lines = try store.ledger(of: session(query), at: clock.now)
    let mills = lines.compactMap { line in
      line.endpoint.priceMills.map { $0 * line.succeededCount }
    }
    return .json(
      .ok,
      [
        "accepted_requests": .number(JSONNumber(lines.reduce(0) { $0 + $1.acceptedCount })),
        "billed_requests": .number(JSONNumber(lines.reduce(0) { $0 + $1.succeededCount })),
        "runner_seconds": .number(JSONNumber(lines.reduce(0) { $0 + $1.runnerTime.seconds })),
        "dollars": .number(JSONNumber(Double(mills.reduce(0, +)) / 1000)),
        "lines": .array(lines.map(Self.json)),
      ])
  }

  /// `POST /_falsework/reset[?key=ID][&what=PART]`: forgets the requests and files of a key, or of
  /// all, the exchanges, and what rules have counted; or only a part of that.
  func reset(_ query: QueryParameters) async throws -> Reply {
    let what = query["what"] ?? "all"
    guard ["all", "requests", "journal", "faults"].contains(what) else {
      throw ControlProblem(.badRequest, "what must be all, requests, journal or faults")
    }
    let session = session(query)
    var count = 0
    if what == "all" || what == "requests" { count = try await store.reset(session) }
    if what == "all" || what == "journal" {
      var filter = JournalFilter()
      filter.session = session?.description
      log.forget(matching: filter)
    }
    if what == "all" || what == "faults" { desk.reset(session) }
    return .json(.ok, ["forgotten_requests": .number(JSONNumber(count))])
  }

  func session(_ query: QueryParameters) -> SessionID? {
    query["key"].map { SessionID(of: .key(id: $0, secret: "")) }
  }

  private static func summary(of record: RequestRecord, at now: Timestamp) -> JSONValue {
    let state = QueueStatusBody.State(of: record, at: now, position: 0)
    var failure: PlatformFailure?
    if case .completed(_, let ended) = state { failure = ended }
    let runs = record.entry.timeline.runs
    return [
      "request_id": .string(record.id.description),
      "endpoint_id": .string(record.endpoint.description),
      "session": .string(record.session.description),
      "status": .string(state.word),
      "error_type": failure.map { .string($0.type) } ?? .null,
      "submitted_at": .string(record.entry.job.submitted.pythonISO),
      "started_at": runs.first.map { .string($0.started.pythonISO) } ?? .null,
      "ended_at": .string(record.ended.pythonISO),
      "attempts": .number(JSONNumber(runs.count)),
    ]
  }

  private static func json(_ line: LedgerLine) -> JSONValue {
    let dollars = line.endpoint.priceMills.map { Double($0 * line.succeededCount) / 1000 }
    return [
      "session": .string(line.session.description),
      "endpoint_id": .string(line.endpoint.description),
      "accepted_requests": .number(JSONNumber(line.acceptedCount)),
      "billed_requests": .number(JSONNumber(line.succeededCount)),
      "runner_seconds": .number(JSONNumber(line.runnerTime.seconds)),
      "dollars": dollars.map { .number(JSONNumber($0)) } ?? .null,
    ]
  }
}
