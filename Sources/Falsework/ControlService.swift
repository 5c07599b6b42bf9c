// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import FalseworkStore
internal import HTTPTypes

/// The mock's own interface, under `/_falsework/`.
struct ControlService: Sendable {
  let catalogs: CatalogShelf
  let store: StateStore
  let clock: MockClock

  /// What the interface has.
  private enum Resource: String, CaseIterable {
    case health, requests, ledger, webhooks, reset

    var methods: [HTTPRequest.Method] {
      switch self {
      case .health, .requests, .ledger, .webhooks: [.get, .head]
      case .reset: [.post]
      }
    }

    var parameters: Set<String> {
      switch self {
      case .health: []
      case .requests: ["key", "limit"]
      case .ledger, .reset: ["key"]
      case .webhooks: ["request_id"]
      }
    }
  }

  func answer(_ path: String, _ request: ServerRequest) -> FalAnswer {
    guard let resource = Resource(rawValue: path) else {
      let known = Resource.allCases.map { "/_falsework/\($0.rawValue)" }.joined(separator: ", ")
      return .now(
        .problem(
          .notFound, "the control interface has no /_falsework/\(path); it has \(known)"))
    }
    guard resource.methods.contains(request.head.method) else {
      let allowed = resource.methods.map(\.rawValue).joined(separator: ", ")
      var reply = Reply.problem(
        .methodNotAllowed, "/_falsework/\(path) takes \(resource.methods[0].rawValue) only")
      reply.fields[.allow] = allowed
      return .now(reply)
    }
    let query = QueryParameters(request.head.target.query)
    if let unknown = query.names.subtracting(resource.parameters).sorted().first {
      return .now(.problem(.badRequest, "/_falsework/\(path) has no parameter \(unknown)"))
    }
    if resource == .health { return .now(health) }
    return .later {
      do {
        return try await answer(resource, query)
      } catch {
        var reply = Reply.problem(.internalServerError, "the state cannot be used; see the log")
        reply.trouble = "\(error)"
        return reply
      }
    }
  }

  private func answer(_ resource: Resource, _ query: QueryParameters) async throws -> Reply {
    switch resource {
    case .health: health
    case .requests: try requests(query)
    case .ledger: try ledger(query)
    case .webhooks: try WebhookLog(store: store).answer(query)
    case .reset: try await reset(query)
    }
  }

  private var health: Reply {
    .json(.ok, ["status": "ok", "version": .string(Version.current)])
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

      To point an unmodified client here:  eval "$(falsework env)"

      """
    return Reply(
      .ok, fields: [.contentType: "text/plain; charset=utf-8"], content: .bytes(Array(text.utf8)))
  }
}
