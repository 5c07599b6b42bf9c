// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

extension FalService {
  /// `GET …/status`.
  func status(
    of record: RequestRecord, at now: Timestamp, _ visit: FalVisit, _ memory: PollMemory?
  ) -> FalAnswer {
    if policy.pool(of: record.entry.job.traits) != nil, record.phase(at: now) == .inQueue {
      return .later { await self.status(ofWaiting: record, visit) }
    }
    let job = record.entry.job
    let position = job.toldPosition(at: now) ?? job.crowdCount(at: now)
    return .now(status(of: record, visit, at: now, position: position, memory))
  }

  /// The status of a request that waits for a runner which others may be given before.
  private func status(ofWaiting record: RequestRecord, _ visit: FalVisit) async -> Reply {
    do {
      let now = clock.now
      let record = try await store.settledRequest(record.id) ?? record
      let position = try queuePosition(of: record, at: now)
      return status(of: record, visit, at: now, position: position, nil)
    } catch {
      return broken(error, record.id)
    }
  }

  private func status(
    of record: RequestRecord, _ visit: FalVisit, at now: Timestamp, position: Int,
    _ memory: PollMemory?
  ) -> Reply {
    prospects?.told(of: record, at: now)
    let state = QueueStatusBody.State(of: record, at: now, position: position)
    let code = state.code(in: dialect.replies)
    if LogsParameter.isOn(in: visit.query) {
      return reply(code, of: record, state, visit.door, logs: record.logs(at: now))
    }
    if let known = memory?.status, known.state == state { return known.reply }
    var reply = reply(code, of: record, state, visit.door, logs: nil)
    reply.imprint = ReplyImprint()
    memory?.status = (state, reply)
    return reply
  }

  /// How many others runners begin with before.
  func queuePosition(of record: RequestRecord, at now: Timestamp) throws -> Int {
    if let told = record.entry.job.toldPosition(at: now) { return told }
    let crowdCount = record.entry.job.crowdCount(at: now)
    guard policy.pool(of: record.entry.job.traits) != nil, record.phase(at: now) == .inQueue else {
      return crowdCount
    }
    return try crowdCount
      + store.unfinished(of: record.session, record.endpoint, at: now)
      .countAhead(of: record.entry, at: now)
  }

  /// A reply that says how far a request is.
  func reply(
    _ code: HTTPResponse.Status, of record: RequestRecord, _ state: QueueStatusBody.State,
    _ door: Door, logs: [LogEntry]?
  ) -> Reply {
    let body = statusBody(of: record, state, door, logs: logs)
    return Reply(code, json: body.bytes, requestID: body.requestID)
  }

  /// What says how far a request is.
  func statusBody(
    of record: RequestRecord, _ state: QueueStatusBody.State, _ door: Door, logs: [LogEntry]?
  ) -> QueueStatusBody {
    let id = record.id.description
    let links = RequestLinks(
      queueBase: door.base(of: .queue), application: record.endpoint, requestID: id)
    return QueueStatusBody(
      requestID: id, links: links, state: state, logs: logs, form: dialect.replies)
  }

  /// `GET` on the request: the model's own output or error, once the request has ended.
  func result(of record: RequestRecord, at now: Timestamp, _ door: Door) -> FalAnswer {
    switch record.phase(at: now) {
    case .inQueue, .inProgress:
      prospects?.told(of: record, at: now)
      return .now(stillInProgress(record, door))
    case .completed where now < record.ended.advanced(by: record.entry.job.traits.resultLag):
      return .now(stillInProgress(record, door))
    case .completed:
      guard !retention.of(record).hasExpired(record.ended, at: now) else {
        return .now(reply(.resultNotFound))
      }
      return .later { kept(await outcome(of: record, door), of: record) }
    }
  }

  /// The 400 of a result that is not there yet.
  func stillInProgress(_ record: RequestRecord, _ door: Door) -> Reply {
    let id = record.id.description
    let links = RequestLinks(
      queueBase: door.base(of: .queue), application: record.endpoint, requestID: id)
    return Reply(.stillInProgress(id, links), requestID: id)
  }

  /// A result as long as one of its size is kept.
  private func kept(_ result: Reply, of record: RequestRecord) -> Reply {
    guard case .bytes(let bytes) = result.content,
      retention.of(record).hasExpired(record.ended, bytes: bytes.count, at: clock.now)
    else { return result }
    return reply(.resultNotFound)
  }

  /// How a request has ended: the model's own output or error, or the platform's.
  func outcome(of record: RequestRecord, _ door: Door) async -> Reply {
    switch record.ending {
    case .cancelled:
      return reply(.platform(.clientCancelled), about: record.id)
    case .failed(let failure):
      return reply(.platform(failure), about: record.id)
    case .rejected(let status, let body):
      let reply = FalReply(
        HTTPResponse.Status(code: status), body, by: .runner, fields: [.falBillableUnits: "0"])
      return stored(reply, record)
    case .succeeded(let input):
      return await output(of: record, input, door)
    }
  }

  /// `PUT …/cancel`.
  func cancel(_ record: RequestRecord) -> FalAnswer {
    if record.entry.job.traits.cancellation == .ignored, clock.now < record.ended {
      return .now(reply(.cancellationRequested(dialect.replies), about: record.id))
    }
    return .later {
      do {
        switch try await cancel(record.id) {
        case .requested:
          return reply(.cancellationRequested(dialect.replies), about: record.id)
        case .alreadyCompleted:
          return reply(.alreadyCompleted(dialect.replies), about: record.id)
        case nil:
          return reply(.statusNotFound)
        }
      } catch {
        return broken(error, record.id)
      }
    }
  }

  @discardableResult
  func cancel(_ id: RequestID) async throws -> Cancellation? {
    let clock = clock
    guard let (outcome, changed) = try await store.cancel(id, by: policy, now: { clock.now })
    else { return nil }
    self.changed(changed)
    return outcome
  }

  /// Tells who waits for requests that something else becomes of them than was planned.
  func changed(_ ids: [RequestID]) {
    prospects?.forget(ids)
    listeners.tell(of: ids)
    outbox.onChange(of: ids)
  }

  private func output(
    of record: RequestRecord, _ input: JSONObject, _ door: Door
  ) async -> Reply {
    do {
      switch try await inputs.read(input, of: record) {
      case .failures(let details):
        return stored(.unprocessable(details, by: .runner), record)
      case .input(let input):
        return try await output(of: record, read: input, door)
      }
    } catch {
      return broken(error, record.id)
    }
  }

  private func output(
    of record: RequestRecord, read input: JSONObject, _ door: Door
  ) async throws -> Reply {
    guard let plan = record.output ?? plan(of: record, input: input) else {
      return stored(.output([:]), record)
    }
    return stored(.output(try await delivered(plan, of: record, input: input, door)), record)
  }

  /// The output of a request that was kept before outputs were, by the document of today.
  private func plan(of record: RequestRecord, input: JSONObject) -> OutputPlan? {
    catalogs.current.document(of: record.endpoint).flatMap { document in
      OutputGenerator.plan(
        for: document, input: input, seed: policy.seed, key: record.id.description)
    }
  }

  private func delivered(
    _ plan: OutputPlan, of record: RequestRecord, input: JSONObject, _ door: Door
  ) async throws -> JSONValue {
    var delivered = plan
    for gap in plan.gaps where gap.filling == .stageTimings {
      delivered = delivered.filled(gap, by: record.entry.job.timings)
    }
    for order in plan.orders(for: record, input: input) {
      let file = try await workshop.file(order)
      delivered = delivered.filled(
        plan.gaps[order.ordinal], by: file, at: door.base(of: .cdn) + file.path)
    }
    return delivered.body
  }

  /// A reply of the runner's as the gateway replays it: `Date` is when it was made (observed).
  private func stored(_ reply: FalReply, _ record: RequestRecord) -> Reply {
    var replayed = self.reply(reply, about: record.id)
    replayed.fields[.date] = record.ended.httpDate
    return replayed
  }
}

extension FalReply {
  /// The output of a model; one billable unit for each run (inferred).
  fileprivate static func output(_ body: JSONValue) -> FalReply {
    FalReply(.ok, body, by: .runner, fields: [.falBillableUnits: "1"])
  }
}

extension QueueStatusBody.State {
  /// How far a request is at a moment, with so many others before it.
  init(of record: RequestRecord, at now: Timestamp, position: Int) {
    self =
      switch record.phase(at: now) {
      case .inQueue: .inQueue(position: position)
      case .inProgress: .inProgress
      case .completed(.cancelled):
        .completed(inferenceSeconds: record.inferenceSeconds, failure: .clientCancelled)
      case .completed(.failed(let failure)):
        .completed(inferenceSeconds: record.inferenceSeconds, failure: failure)
      case .completed(.succeeded), .completed(.rejected):
        .completed(inferenceSeconds: record.inferenceSeconds, failure: nil)
      }
  }
}

/// The query parameter `logs`, in the forms that clients send: `1`, `0`, `true`, `false`.
enum LogsParameter {
  static func isOn(in query: String?) -> Bool {
    guard query != nil, let value = QueryParameters(query)["logs"] else { return false }
    return ["1", "true"].contains(value.lowercased())
  }
}
