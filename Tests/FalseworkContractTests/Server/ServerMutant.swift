// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

/// A server with one fault, and the clause that it breaks.
struct ServerMutant: Sendable, CustomTestStringConvertible {
  let clause: ClauseID
  let about: String
  let mutation: SoundServer.Mutation

  var testDescription: String { "\(clause): \(about)" }

  init(_ clause: ClauseID, _ about: String, _ mutation: @escaping SoundServer.Mutation) {
    self.clause = clause
    self.about = about
    self.mutation = mutation
  }

  /// One that changes the members of statuses.
  static func status(
    _ clause: ClauseID, _ about: String,
    _ edit: @escaping @Sendable (inout JSONObject) -> Void
  ) -> ServerMutant {
    ServerMutant(clause, about) { probe, reply in
      switch probe {
      case .poll, .status: reply = reply.editing(edit)
      default: break
      }
    }
  }

  /// One that changes the reply to one probe.
  static func reply(
    _ clause: ClauseID, _ about: String, to wanted: Probe,
    _ edit: @escaping @Sendable (inout ProbeReply) -> Void
  ) -> ServerMutant {
    ServerMutant(clause, about) { probe, reply in if probe == wanted { edit(&reply) } }
  }

  /// One that changes the replies to submissions.
  static func submission(
    _ clause: ClauseID, _ about: String, _ edit: @escaping @Sendable (inout JSONObject) -> Void
  ) -> ServerMutant {
    ServerMutant(clause, about) { probe, reply in
      if case .submit = probe { reply = reply.editing(edit) }
    }
  }

  static let all = refusals + submissions + statuses + streams + results + files

  private static let refusals = [
    reply("auth.key-required", "403", to: .anonymous) { $0.status = 403 },
    reply("auth.sentence", "others", to: .anonymous) { $0 = .detail(401, "Unauthorized") },
    reply("auth.malformed-key", "let in", to: .malformedKey) { $0.status = 200 },
    reply("methods.wrong", "404", to: .wrongMethod) { $0.status = 404 },
    reply("methods.allow", "missing", to: .wrongMethod) { $0.fields[.allow] = nil },
    reply("methods.whole-id", "answered", to: .wholeID(.subpath)) { $0.status = 200 },
    reply("unknown.status", "a sentence", to: .unknown(.status)) {
      $0 = .detail(404, "Not Found")
    },
    reply("unknown.result", "another", to: .unknown(.result)) { $0 = .detail(404, "Not Found") },
    reply("unknown.cancel", "200", to: .unknown(.cancel)) { $0.status = 200 },
    reply("headers.preflight", "refused", to: .preflight) { $0.status = 405 },
  ]

  private static let submissions = [
    ServerMutant("submit.accepted", "201") { probe, reply in
      if probe == .submit(.sound) { reply.status = 201 }
    },
    reply("submit.takes-invalid-input", "422", to: .submit(.rejected)) { $0.status = 422 },
    submission("submit.links", "no cancel_url") { object in
      object.members.removeAll { $0.name == "cancel_url" }
    },
    submission("submit.urls-at-door", "fal's own host") {
      $0["cancel_url"] = "https://queue.fal.run/x"
    },
    ServerMutant("submit.no-sub-path", "the whole id") { probe, reply in
      guard probe.aboutJob == .subpath else { return }
      let text = String(decoding: reply.body, as: UTF8.self)
      reply.body = Array(text.replacing("trellis/requests", with: "trellis/multi/requests").utf8)
    },
    submission("submit.whole-status", "bare links") { object in
      object.members.removeAll { ["status", "metrics", "queue_position"].contains($0.name) }
    },
    submission("submit.members-in-order", "an envelope id") { $0["gateway_request_id"] = "x" },
  ]

  private static let statuses = [
    ServerMutant("status.readable", "an nginx page") { probe, reply in
      if case .status(.rejected, _) = probe {
        reply = ProbeReply(status: 502, body: Array("<html>".utf8))
      }
    },
    ServerMutant("status.code-202", "always 200") { probe, reply in
      if case .poll = probe { reply.status = 200 }
    },
    ServerMutant("status.code-200", "always 202") { probe, reply in
      if case .status = probe { reply.status = 202 }
    },
    status("status.words", "FAILED") { object in
      if object["status"] == "COMPLETED" { object["status"] = "FAILED" }
    },
    status("status.members", "no metrics") { object in
      object.members.removeAll { $0.name == "metrics" }
    },
    status("status.links", "another id") { $0["request_id"] = "id-other" },
    status("status.members-in-order", "reversed") { $0.members.reverse() },
    status("status.queue-position", "a text") { object in
      if object["queue_position"] != nil { object["queue_position"] = "0" }
    },
    status("status.queue-position", "at the end too") { $0["queue_position"] = 0 },
    status("status.logs-null", "empty") { if $0["logs"] == .null { $0["logs"] = [] } },
    status("status.logs-list", "of texts") { if $0["logs"] != .null { $0["logs"] = ["a"] } },
    status("status.metrics", "null") { $0["metrics"] = .null },
    ServerMutant("status.stays-completed", "flaps") { probe, reply in
      guard probe == .status(.sound, .with) else { return }
      reply = reply.editing {
        $0["status"] = "IN_PROGRESS"
        $0["metrics"] = [:]
      }
      reply.status = 202
    },
    ServerMutant("status.clean-after-model-error", "an error") { probe, reply in
      guard probe == .status(.rejected, .without) else { return }
      reply = reply.editing { $0["error"] = "422" }
    },
    ServerMutant("headers.json-type", "text") { probe, reply in
      if case .poll = probe { reply.fields[.contentType] = "text/plain" }
    },
    ServerMutant("headers.request-id", "missing") { _, reply in
      reply.fields[.falRequestID] = nil
    },
    ServerMutant("headers.cors", "missing") { probe, reply in
      if probe != .preflight { reply.fields[.accessControlAllowOrigin] = nil }
    },
  ]

  private static func stream(
    _ clause: ClauseID, _ about: String, _ edit: @escaping @Sendable (String) -> String
  ) -> ServerMutant {
    reply(clause, about, to: .stream(.subpath)) { reply in
      reply.body = Array(edit(String(decoding: reply.body, as: UTF8.self)).utf8)
    }
  }

  private static let streams = [
    reply("stream.type", "JSON", to: .stream(.sound)) {
      $0.fields[.contentType] = "application/json"
    },
    reply("stream.type", "405", to: .stream(.sound)) { $0.status = 405 },
    stream("stream.framing", "no empty lines") { $0.replacing("\n\n", with: "\n") },
    stream("stream.framing", "named events") { "event: status\n" + $0 },
    stream("stream.framing", "no last empty line") { String($0.dropLast()) },
    stream("stream.bodies", "no JSON") { "data: hello\n\n" + $0 },
    stream("stream.ends", "without COMPLETED") { text in
      text.split(separator: "\n\n").dropLast().map { $0 + "\n\n" }.joined()
    },
  ]

  private static let results = [
    reply("result.too-early", "422", to: .early(.sound)) { $0.status = 422 },
    reply("result.too-early", "a status", to: .early(.sound)) {
      $0 = ProbeReply(json: ["status": "IN_QUEUE", "request_id": "x"])
      $0.fields[.falRequestID] = SoundServer.id(.sound)
      $0.fields[.accessControlAllowOrigin] = "*"
    },
    reply("result.too-early-links", "none", to: .early(.sound)) { reply in
      reply = reply.editing { object in object.members.removeAll { $0.name == "status_url" } }
    },
    reply("result.code-200", "202", to: .result(.sound)) { $0.status = 202 },
    reply("result.bare", "an envelope", to: .result(.sound)) { reply in
      reply = reply.editing { $0 = ["status": "COMPLETED", "response": .object($0)] }
    },
    reply("result.schema", "another name", to: .result(.sound)) { reply in
      reply = reply.editing { object in object.members.removeAll { $0.name == "timings" } }
    },
    reply("result.refusal-422", "400", to: .result(.rejected)) { $0.status = 400 },
    reply("result.refusal-detail", "a sentence", to: .result(.rejected)) { reply in
      reply = reply.editing { $0["detail"] = "Field required" }
    },
    reply("result.refusal-units", "missing", to: .result(.rejected)) {
      $0.fields[.falBillableUnits] = nil
    },
    reply("cancel.accepted", "success", to: .cancel(.cancelled)) { reply in
      reply = reply.editing { $0 = ["success": true] }
    },
    reply("cancel.too-late", "200", to: .lateCancel(.sound)) { $0.status = 200 },
  ]

  private static let files = [
    reply("artefact.public", "401", to: .mesh) { $0.status = 401 },
    reply("artefact.size", "a wrong one", to: .result(.sound)) { reply in
      let text = String(decoding: reply.body, as: UTF8.self)
      reply.body = Array(text.replacing("\"file_size\":16", with: "\"file_size\":17").utf8)
    },
    reply("artefact.glb", "HTML", to: .mesh) { $0.body = Array("<!DOCTYPE html>.".utf8) },
    reply("artefact.range", "200", to: .meshRange) { $0.status = 200 },
    reply("artefact.range", "another range", to: .meshRange) {
      $0.fields[.contentRange] = "bytes 1-12/16"
    },
    reply("artefact.etag", "200", to: .meshUnchanged) { $0.status = 200 },
    reply("keys.shape", "a short key", to: .keys) {
      $0 = ProbeReply(json: ["keys": [["kty": "OKP", "crv": "Ed25519", "kid": "k", "x": "AAAA"]]])
    },
    reply("keys.shape", "no id", to: .keys) { reply in
      let text = String(decoding: reply.body, as: UTF8.self)
      reply.body = Array(text.replacing("\"k\"", with: "\"\"").utf8)
    },
    reply("document.readable", "no OpenAPI", to: .document) { $0 = ProbeReply(json: [:]) },
    reply("document.paths", "no cancel", to: .document) { reply in
      let text = String(decoding: reply.body, as: UTF8.self)
      reply.body = Array(text.replacing("/cancel\"", with: "/stop\"").utf8)
    },
  ]
}
