// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkHTTP
internal import FalseworkJSON
internal import HTTPTypes

/// The mock's own interface, under `/_falsework/`.
struct ControlService: Sendable {
  let catalogs: CatalogShelf

  func answer(_ path: String, _ request: ServerRequest) -> Reply {
    guard path == "health" else {
      return .problem(
        .notFound, "the control interface has no /_falsework/\(path); try /_falsework/health")
    }
    guard [.get, .head].contains(request.head.method) else {
      var reply = Reply.problem(.methodNotAllowed, "/_falsework/health takes GET only")
      reply.fields[.allow] = "GET, HEAD"
      return reply
    }
    return .json(.ok, ["status": "ok", "version": .string(Version.current)])
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

      To point an unmodified client here:  eval "$(falsework env)"

      """
    return Reply(
      .ok, fields: [.contentType: "text/plain; charset=utf-8"], content: .bytes(Array(text.utf8)))
  }
}
