// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// Rules and what a client gets that submits.
private enum AnswerTable {
  static let rows: [(rule: String, status: Int, text: String)] = [
    (#"{"do": {"error": "account_locked"}}"#, 403, "User is locked"),
    (#"{"do": {"error": "runner_disconnected"}}"#, 503, #""error_type": "runner_disconnected""#),
    (#"{"do": {"error": "nginx_502"}}"#, 502, "<center>nginx</center>"),
    (#"{"do": {"reply": {"status": 418, "text": "short"}}}"#, 418, "short"),
    (#"{"at": "reply", "do": {"error": "nginx_504"}}"#, 504, "504 Gateway"),
    (#"{"do": {"json": {"set": {"/status": "WAT"}}}}"#, 200, #""status": "WAT""#),
    (#"{"do": {"json": {"set": {"/queue_position": 9}}}}"#, 200, #""queue_position": 9}"#),
    (#"{"do": {"status": 201}}"#, 201, #""status": "IN_QUEUE""#),
  ]
}

@Suite("Faults", .timeLimit(.minutes(5))) struct FaultTests {
  @Test("answer a submission as their rule has it, and say so", arguments: AnswerTable.rows)
  func answers(rule: String, status: Int, text: String) async throws {
    try await withServer { _, client in
      let id = try await client.putIn(rule)
      let reply = try await client.submit()
      #expect(reply.status == status)
      #expect(reply.text.contains(text), "\(reply.text)")
      let number = try #require(HTTPField.Name("x-falsework-exchange"))
      #expect(reply.fields[number] == "1")
      try await client.fault(id, is: "delivered")
      let entry = try #require(try await client.journal().first)
      #expect(entry["faults"]?[0]?["state"] == "delivered")
      #expect(entry["scenarios"]?[0]?.stringValue == id)
    }
  }

  @Test("lose the reply of a submission that was accepted, by a reset")
  func lost() async throws {
    try await withServer { _, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "submit", "nth": 1}, "do": {"reset": {"after": {"head": 0}}}}"#)
      let end = try await client.end(
        of: "POST", "/fal-ai/trellis", body: smallInput)
      #expect(end.received.isEmpty)
      #expect(end.isReset)
      try await client.fault(id, is: "delivered")
      let ledger = try await client.send("GET", "/_falsework/ledger").json
      #expect(ledger["accepted_requests"] == 1)
      #expect(try await client.submit().status == 200)
    }
  }

  @Test("cut a mesh at a byte, close in order, and leave the length that was promised")
  func cut() async throws {
    try await withServer { server, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "file"}, "do": {"close": {"after": {"content": 1000}}}}"#)
      let submitted = try await client.submit().json
      let path = try server.path(of: submitted["response_url"])
      let result = try await client.send("GET", path).json
      let file = try server.path(of: result["model_mesh"]?["url"])
      let end = try await client.anonymous.end(of: "GET", file)
      let text = String(decoding: end.received, as: UTF8.self)
      let body = try #require(text.range(of: "\r\n\r\n"))
      #expect(text[body.upperBound...].utf8.count >= 1000)
      #expect(end.received.count - text[..<body.upperBound].utf8.count == 1000)
      #expect(!end.isReset)
      let size = try #require(result["model_mesh"]?["file_size"]?.numberValue?.intValue)
      #expect(text.contains("Content-Length: \(size)\r\n"))
      try await client.fault(id, is: "delivered")
    }
  }

  @Test("are missed where the reply has nothing that they act on")
  func idle() async throws {
    try await withServer { _, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "submit"}, "do": {"json": {"remove": ["/nothing/here"]}}}"#)
      #expect(try await client.submit().status == 200)
      try await client.fault(id, is: "missed")
      let missed = try #require(try await client.fault(id)["missed"]?.objectValue)
      #expect(missed.keys == ["the reply has nothing that the fault acts on"])
    }
  }

  @Test("are armed as long as no exchange meets their conditions")
  func armed() async throws {
    try await withServer { _, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "submit", "nth": 3}, "do": {"error": "plain_500"}}"#)
      for _ in 0..<2 { #expect(try await client.submit().status == 200) }
      #expect(try await client.fault(id)["state"] == "armed")
      #expect(try await client.fault(id)["matched"] == 2)
      let lines = try await client.send("GET", "/_falsework/explain/2").text
      #expect(lines.contains("not fired: \(id)"), "\(lines)")
      #expect(lines.contains("nth wants 3, and it is 2"), "\(lines)")
      #expect(try await client.submit().status == 500)
      #expect(try await client.fault(id)["state"] == "delivered")
    }
  }

  @Test("count jobs by what was accepted, and nothing else")
  func jobs() async throws {
    try await withServer { server, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "status", "job": 2}, "do": {"error": "plain_503"}}"#)
      let refused = try await client.send(
        "POST", "/fal-ai/trellis?fal_webhook=nonsense", body: smallInput)
      #expect(refused.status == 400)
      var statuses: [Int] = []
      for _ in 0..<3 {
        let path = try server.path(of: try await client.submit().json["status_url"])
        statuses.append(try await client.send("GET", path).status)
      }
      #expect(statuses == [200, 503, 200])
      #expect(try await client.fault(id)["fired"] == 1)
    }
  }

  @Test("hold a reply back by the mock's time, after the handler has run")
  func delay() async throws {
    try await withServer(adjust: { $0.time = .manual }) { server, client in
      _ = try await client.putIn(#"{"when": {"operation": "submit"}, "do": {"delay": "2h"}}"#)
      async let reply = client.submit()
      while try await client.send("GET", "/_falsework/ledger").json["accepted_requests"] != 1 {
        await Task.yield()
      }
      while try server.clockState().waitingCount == 0 { await Task.yield() }
      try await server.advance(by: .seconds(7200))
      #expect(try await reply.status == 200)
      let entry = try #require(try await client.journal().first)
      #expect(entry["delay"]?["requested_seconds"] == 7200)
      #expect(entry["delay"]?["achieved_seconds"] == 7200)
    }
  }

  @Test(
    "change each event of a status stream, where there is something to change",
    arguments: [
      (#"{"set": {"/extra": "new"}}"#, "delivered"), (#"{"remove": ["/nothing/here"]}"#, "missed"),
    ])
  func stream(edit: String, state: String) async throws {
    try await withServer(.fast, speed: 4) { server, client in
      let id = try await client.putIn(
        #"{"when": {"operation": "stream"}, "do": {"json": \#(edit)}}"#)
      let path = try server.path(of: try await client.submit().json["status_url"])
      let stream = try await client.send("GET", path + "/stream")
      let events = stream.text.split(separator: "\n\n").filter { $0.hasPrefix("data: ") }
      #expect(!events.isEmpty)
      let isChanged = state == "delivered"
      #expect(
        events.allSatisfy { $0.hasSuffix(#", "extra": "new"}"#) == isChanged }, "\(stream.text)")
      try await client.fault(id, is: state)
    }
  }

  @Test("can be seen, replaced and taken out, and are refused with the place of what is wrong")
  func management() async throws {
    try await withServer { _, client in
      let id = try await client.putIn(#"{"do": {"error": "plain_500"}}"#, key: "tests")
      #expect(try await client.submit().status == 500)
      #expect(try await client.with(key: "other:x").submit().status == 200)
      let replaced = try await client.send(
        "PUT", "/_falsework/faults/\(id)", body: #"{"do": {"error": "plain_503"}}"#)
      #expect(replaced.status == 200)
      #expect(try await client.submit().status == 503)
      #expect(try await client.send("DELETE", "/_falsework/faults/\(id)").status == 204)
      #expect(try await client.send("DELETE", "/_falsework/faults/\(id)").status == 404)
      #expect(try await client.submit().status == 200)
      let wrong = try await client.send(
        "POST", "/_falsework/faults", body: #"{"do": {"delay": "2 parsecs"}}"#)
      #expect(wrong.status == 400)
      #expect(wrong.json["detail"]?.stringValue?.contains("/do/delay") == true, "\(wrong.text)")
    }
  }
}
