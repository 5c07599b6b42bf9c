// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
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

  /// `POST /_falsework/reset[?key=ID]`: forgets the requests and files of a key, or of all.
  func reset(_ query: QueryParameters) async throws -> Reply {
    let count = try await store.reset(session(query))
    return .json(.ok, ["forgotten_requests": .number(JSONNumber(count))])
  }

  private func session(_ query: QueryParameters) -> SessionID? {
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
