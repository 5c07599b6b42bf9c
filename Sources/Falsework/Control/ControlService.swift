// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

/// The mock's own interface, under `/_falsework/`; faults never touch it.
struct ControlService: Sendable {
  let catalogs: CatalogShelf
  let store: StateStore
  let clock: MockClock
  let desk: FaultDesk
  let log: ExchangeLog
  let configuration: MockConfiguration
  let inputs: InputReader
  let workshop: FileWorkshop

  /// What the interface has; `openapi/control.json` describes it.
  static let resources = [
    ControlResource("health", .get { service, _ in service.health }),
    ControlResource(
      "requests", .get(["key", "limit"]) { service, call in try service.requests(call.query) }),
    ControlResource(
      "requests/{id}", .get { service, call in try await service.request(call.subject) }),
    ControlResource(
      "requests/{id}/preview.png",
      .get { service, call in try await service.preview(call.subject) }),
    ControlResource("ledger", .get(["key"]) { service, call in try service.ledger(call.query) }),
    ControlResource(
      "webhooks",
      .get(["request_id"]) { service, call in
        try WebhookLog(store: service.store).answer(call.query)
      }),
    ControlResource(
      "journal",
      .get(journalParameters) { service, call in try await service.journal(call.query) }),
    ControlResource(
      "journal/{id}", .get { service, call in try service.journalEntry(call.subject) }),
    ControlResource(
      "events",
      .get(Set(JournalFilter.parameterNames + ["key", "after"])) { service, call in
        try service.events(call.query)
      }),
    ControlResource(
      "report",
      .get(Set(JournalFilter.parameterNames + ["key"])) { service, call in
        try service.report(call.query)
      }),
    ControlResource(
      "timeline",
      .get(Set(JournalFilter.parameterNames + ["key"])) { service, call in
        try service.timeline(call.query)
      }),
    ControlResource("aftermath", .get { service, _ in try await service.aftermath() }),
    ControlResource("metrics", .get { service, _ in service.metrics }),
    ControlResource("config", .get { service, _ in service.config }),
    ControlResource(
      "explain/{id}", .get(["format"]) { service, call in try service.explain(call) }),
    ControlResource(
      "scenarios", .get(["key"]) { service, call in service.scenarios(call.query) }),
    ControlResource(
      "scenarios/{name}", .get { service, call in try service.scenario(call.subject) },
      .put(["key"]) { service, call in try service.putInForce(call.subject, call.query) },
      .delete(["key"]) { service, call in
        try service.takeOutOfForce(call.subject, call.query)
      }),
    ControlResource(
      "faults", .get { service, _ in service.faults() },
      .post(["key"]) { service, call in try service.putInFault(call) }),
    ControlResource(
      "faults/{id}", .get { service, call in try service.fault(call.subject) },
      .put { service, call in try service.replaceFault(call) },
      .delete { service, call in try service.takeOutFault(call.subject) }),
    ControlResource("clock", .get { service, _ in try service.clockReply() }),
    ControlResource(
      "clock/advance",
      .post(["by", "to", "until", "within"]) { service, call in
        try await service.advance(call.query)
      }),
    ControlResource(
      "reset",
      .post(["key", "what"]) { service, call in try await service.reset(call.query) }),
  ]

  func answer(_ path: String, _ request: ServerRequest) -> FalAnswer {
    if let token = configuration.controlToken,
      request.head.fields[.authorization] != "Bearer \(token)"
    {
      var reply = Reply.problem(
        .unauthorized, "the control interface wants Authorization: Bearer and the token")
      reply.fields[.wwwAuthenticate] = "Bearer"
      return .now(reply)
    }
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for resource in Self.resources {
      guard let subject = resource.subject(of: segments) else { continue }
      return answer(resource, String(subject), request)
    }
    let known = Self.resources.map { "/_falsework/\($0.path)" }.joined(separator: ", ")
    return .now(
      .problem(.notFound, "the control interface has no /_falsework/\(path); it has \(known)"))
  }

  private func answer(
    _ resource: ControlResource, _ subject: String, _ request: ServerRequest
  ) -> FalAnswer {
    guard let action = resource.action(for: request.head.method) else {
      let allowed = resource.allowedMethods.map(\.rawValue).joined(separator: ", ")
      var reply = Reply.problem(
        .methodNotAllowed, "/_falsework/\(resource.path) takes \(allowed) only")
      reply.fields[.allow] = allowed
      return .now(reply)
    }
    let call = ControlCall(
      subject: subject, query: QueryParameters(request.head.target.query), request: request)
    if let unknown = call.query.names.subtracting(action.parameters).sorted().first {
      return .now(.problem(.badRequest, "/_falsework/\(resource.path) has no parameter \(unknown)"))
    }
    return .later { await perform(action, call) }
  }

  private func perform(_ action: ControlResource.Action, _ call: ControlCall) async -> Reply {
    do {
      return try await action.perform(self, call)
    } catch let problem as ControlProblem {
      return .problem(problem.status, problem.detail)
    } catch {
      var reply = Reply.problem(.internalServerError, "the state cannot be used; see the log")
      reply.trouble = "\(error)"
      return reply
    }
  }

  private var health: Reply {
    .json(.ok, ["status": "ok", "version": .string(Version.current)])
  }

  /// `GET /_falsework/config`: what the server was told.
  private var config: Reply {
    .json(
      .ok,
      [
        "version": .string(Version.current),
        "endpoints": .array(catalogs.current.endpointIDs.map(JSONValue.string)),
        "as": .string(configuration.dialect.rawValue),
        "preset": .string(configuration.preset.rawValue),
        "time": .string(clock.mode.name),
        "random_seed": .string(String(configuration.seed)),
        "runners": configuration.pool.map { .number(JSONNumber($0.runnerCount)) } ?? .null,
        "scenarios": .array(configuration.scenarios.map { .string($0.name) }),
        "journal_bytes_max": .number(JSONNumber(configuration.journalBytesMax)),
        "fetches_inputs": .bool(configuration.inputFetching != nil),
        "restricts_keys": .bool(configuration.keys != nil),
      ])
  }

  /// What a person sees who opens the server's address.
  func frontPage(_ request: ServerRequest) -> Reply {
    let endpointIDs = catalogs.current.endpointIDs
    let first = endpointIDs.first ?? ""
    let text = """
      falsework \(Version.current): a mock of fal.ai's \(endpointIDs.joined(separator: ", "))

      Submit      POST /\(first)  with  Authorization: Key any:thing
      Documents   /fal.ai/api/openapi/queue/openapi.json?endpoint_id=\(first)
      Health      /_falsework/health
      Requests    /_falsework/requests
      Ledger      /_falsework/ledger
      Webhooks    /_falsework/webhooks
      Scenarios   /_falsework/scenarios
      Report      /_falsework/report   what happened, and which faults reached their client

      To point an unmodified client here:  eval "$(falsework env)"

      """
    return Reply(
      .ok, fields: [.contentType: "text/plain; charset=utf-8"], content: .bytes(Array(text.utf8)))
  }
}
