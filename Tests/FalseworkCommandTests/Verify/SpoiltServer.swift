// Falsework
// SPDX-License-Identifier: MIT

import Testing

/// The mock, spoilt by one rule, and what `falsework verify` says of it.
///
/// Jobs have the numbers of their submission: 1 is sound, 2 has an invalid input, 3 is cancelled,
/// 4 has a sub-path.
struct SpoiltServer: Sendable, CustomTestStringConvertible {
  /// The clause that is broken, and no other.
  let clause: String
  /// The rule as JSON.
  let rule: String

  var testDescription: String { "\(clause): \(rule)" }

  init(_ clause: String, _ rule: String) {
    self.clause = clause
    self.rule = rule
  }

  /// The scenario that the rule makes.
  var scenario: String {
    #"{"name": "spoilt", "about": "One reply is wrong.", "advice": "None.", "faults": [\#(rule)]}"#
  }

  static let all = submissions + statuses + results + files

  private static func of(_ operation: String, _ conditions: String, _ action: String) -> String {
    let more = conditions.isEmpty ? "" : ", \(conditions)"
    return #"{"when": {"operation": "\#(operation)"\#(more)}, "do": {\#(action)}}"#
  }

  private static let goingOn = #""phase": ["in_queue", "in_progress"]"#
  private static let anyJob = #""job": "1..""#
  private static let ended = #""phase": "completed""#

  private static let submissions = [
    SpoiltServer(
      "submit.accepted", of("submit", #""method": "POST", "job": 1"#, #""status": 201"#)),
    SpoiltServer("submit.takes-invalid-input", of("submit", #""job": 2"#, #""status": 422"#)),
    SpoiltServer("submit.links", of("submit", "", #""json": {"remove": ["/cancel_url"]}"#)),
    SpoiltServer(
      "submit.urls-at-door",
      of("submit", "", #""json": {"set": {"/status_url": "https://queue.fal.run/x"}}"#)),
    SpoiltServer(
      "submit.whole-status", of("submit", "", #""json": {"remove": ["/metrics", "/logs"]}"#)),
    SpoiltServer(
      "submit.members-in-order",
      of("submit", "", #""json": {"set": {"/gateway_request_id": "x"}}"#)),
    SpoiltServer(
      "methods.allow", of("submit", #""method": "GET""#, #""headers": {"remove": ["allow"]}"#)),
  ]

  private static let statuses = [
    SpoiltServer("status.code-202", of("status", goingOn, #""status": 200"#)),
    SpoiltServer("status.code-200", of("status", ended, #""status": 202"#)),
    SpoiltServer(
      "status.words", of("status", ended, #""json": {"set": {"/status": "SUCCEEDED"}}"#)),
    SpoiltServer("status.members", of("status", "", #""json": {"remove": ["/metrics"]}"#)),
    SpoiltServer(
      "status.queue-position",
      of("status", #""phase": "in_queue""#, #""json": {"remove": ["/queue_position"]}"#)),
    SpoiltServer("status.logs-null", of("status", anyJob, #""json": {"set": {"/logs": []}}"#)),
    SpoiltServer("status.logs-list", of("status", anyJob, #""json": {"set": {"/logs": null}}"#)),
    SpoiltServer("status.metrics", of("status", anyJob, #""json": {"set": {"/metrics": null}}"#)),
    SpoiltServer(
      "status.clean-after-model-error",
      of("status", #""job": 2, \#(ended)"#, #""json": {"set": {"/error": "bad input"}}"#)),
    SpoiltServer(
      "status.links", of("status", anyJob, #""json": {"set": {"/request_id": "another"}}"#)),
    SpoiltServer(
      "stream.type",
      of("stream", "", #""headers": {"set": {"content-type": "application/json"}}"#)),
    SpoiltServer(
      "headers.request-id", #"{"do": {"headers": {"remove": ["x-fal-request-id"]}}}"#),
    SpoiltServer(
      "headers.json-type",
      of("status", "", #""headers": {"set": {"content-type": "text/plain"}}"#)),
  ]

  private static let results = [
    SpoiltServer("result.too-early", of("result", goingOn, #""status": 422"#)),
    SpoiltServer(
      "result.schema", of("result", #""job": 1, \#(ended)"#, #""json": {"remove": ["/timings"]}"#)),
    SpoiltServer("result.refusal-422", of("result", #""job": 2"#, #""status": 400"#)),
    SpoiltServer(
      "result.refusal-detail",
      of("result", #""job": 2"#, #""json": {"set": {"/detail": "Field required"}}"#)),
    SpoiltServer(
      "result.refusal-units",
      of("result", #""job": 2"#, #""headers": {"remove": ["x-fal-billable-units"]}"#)),
    SpoiltServer("cancel.accepted", of("cancel", #""job": 3"#, #""status": 204"#)),
    SpoiltServer(
      "cancel.too-late", of("cancel", #""job": 1"#, #""json": {"set": {"/status": "OK"}}"#)),
  ]

  private static let files = [
    SpoiltServer("artefact.public", of("file", "", #""status": 403"#)),
    SpoiltServer(
      "artefact.glb", of("file", "", #""reply": {"status": 200, "html": "<title>Wait</title>"}"#)),
    SpoiltServer("artefact.range", of("file", #""header": {"range": "*"}"#, #""status": 200"#)),
    SpoiltServer(
      "artefact.etag", of("file", #""header": {"if-none-match": "*"}"#, #""status": 200"#)),
    SpoiltServer("keys.shape", of("keys", "", #""json": {"set": {"/keys/0/x": "AAAA"}}"#)),
    SpoiltServer(
      "document.paths",
      of(
        "document", "",
        #""json": {"remove": ["/paths/~1fal-ai~1trellis~1requests~1{request_id}~1cancel"]}"#)),
    SpoiltServer("replies.whole", of("keys", "", #""reset": "now""#)),
  ]
}
