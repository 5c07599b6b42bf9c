// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("The queue's interface") struct QueueTests {
  @Test("a submission is answered 200 with a status, its keys in the observed order")
  func submission() async throws {
    try await withServer(.realistic, speed: 0.001) { server, client in
      let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)

      let id = try #require(reply.json["request_id"]?.stringValue)
      let base = "\(server.url)/fal-ai/trellis/requests/\(id)"
      #expect(reply.status == 200)
      #expect(
        reply.text == """
          {"status": "IN_QUEUE", "request_id": "\(id)", "response_url": "\(base)", \
          "status_url": "\(base)/status", "cancel_url": "\(base)/cancel", "logs": null, \
          "metrics": {}, "queue_position": 0}
          """)
      #expect(reply.fields[.contentType] == "application/json")
      #expect(reply.fields[.falRequestID] == id)
      #expect(id.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12])
      #expect(id.split(separator: "-")[2].first == "7")
    }
  }

  @Test(
    "the status is 202 in the queue and in progress, and 200 when completed",
    arguments: [
      (TimingPreset.realistic, 0.001, "202 IN_QUEUE"), (.realistic, 2, "202 IN_PROGRESS"),
      (.instant, 1, "200 COMPLETED"),
    ])
  func statusCodes(preset: TimingPreset, speed: Double, expected: String) async throws {
    try await withServer(preset, speed: speed) { _, client in
      let id = try await submit(client)
      var line = ""
      var seen: [String] = []
      while line != expected {
        let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
        line = "\(reply.status) \(reply.json["status"]?.stringValue ?? "")"
        if seen.last != line { seen.append(line) }
        #expect((reply.json["queue_position"] != nil) == (line == "202 IN_QUEUE"))
        #expect(reply.json["logs"] == .null)
        try #require(reply.status < 300 && seen.count < 3)
      }
    }
  }

  @Test(
    "logs are given when they are asked for, in each form that clients send",
    arguments: [
      ("", false), ("?logs=1", true), ("?logs=true", true), ("?logs=True", true),
      ("?logs=0", false), ("?logs=false", false), ("?logs", false), ("?logs=&x=1", false),
      ("?x=1&logs=1", true),
    ])
  func logs(query: String, areGiven: Bool) async throws {
    try await withServer { _, client in
      let id = try await submit(client)
      let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status\(query)")
      #expect((reply.json["logs"]?.arrayValue != nil) == areGiven)
      for entry in reply.json["logs"]?.arrayValue ?? [] {
        #expect(entry["message"]?.stringValue?.isEmpty == false)
        #expect(entry["labels"]?["level"]?.stringValue == entry["level"]?.stringValue)
      }
    }
  }

  @Test("a completed status has the time of the run and no error")
  func metrics() async throws {
    try await withServer(.fast, speed: 100) { _, client in
      let id = try await submit(client)
      let status = try await completed(client, id)
      let seconds = try #require(status["metrics"]?["inference_time"]?.numberValue)
      #expect((1.0...1.5).contains(seconds.doubleValue))
      #expect(status["error"] == nil)
    }
  }

  @Test("the result is the bare output, compact, with the file and the timings")
  func result() async throws {
    try await withServer { server, client in
      let id = try await submit(client)
      for path in ["", "/", "/response"] {
        let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)\(path)")
        #expect(reply.status == 200)
        let start = #"{"model_mesh":{"url":"\#(server.url)/v3b.fal.media/files/b/"#
        #expect(reply.text.hasPrefix(start))
        let mesh = try #require(reply.json["model_mesh"]?.objectValue)
        #expect(mesh.members.map(\.name) == ["url", "content_type", "file_name", "file_size"])
        #expect(mesh["content_type"] == "application/octet-stream")
        let timings = try #require(reply.json["timings"]?.objectValue)
        #expect(timings.members.map(\.name) == ["prepare", "generation", "export"])
        #expect(reply.fields[.falRequestID] == id)
        #expect(reply.fields[.falBillableUnits] == "1")
      }
    }
  }

  @Test("a result that is asked for too early is 400 with the links, alphabetically")
  func earlyResult() async throws {
    try await withServer(.realistic, speed: 0.001) { server, client in
      let id = try await submit(client)
      let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
      let base = "\(server.url)/fal-ai/trellis/requests/\(id)"
      #expect(reply.status == 400)
      #expect(
        reply.text == """
          {"cancel_url": "\(base)/cancel", "detail": "Request is still in progress", \
          "request_id": "\(id)", "response_url": "\(base)", "status_url": "\(base)/status"}
          """)
    }
  }

  @Test("a request can be cancelled once, and then has ended")
  func cancellation() async throws {
    try await withServer(.realistic, speed: 0.001) { _, client in
      let id = try await submit(client)
      let path = "/fal-ai/trellis/requests/\(id)"
      let first = try await client.send("PUT", path + "/cancel")
      #expect(first.status == 202)
      #expect(first.text == #"{"status": "CANCELLATION_REQUESTED"}"#)
      let second = try await client.send("PUT", path + "/cancel")
      #expect(second.status == 400)
      #expect(second.text == #"{"status": "ALREADY_COMPLETED"}"#)
      let status = try await client.send("GET", path + "/status")
      #expect(status.status == 200)
      #expect(status.json["error_type"] == "client_cancelled")
      let result = try await client.send("GET", path)
      #expect(result.status == 499)
      #expect(result.json["error_type"] == "client_cancelled")
      #expect(result.fields[.falErrorType] == "client_cancelled")
    }
  }

  @Test(
    "an unknown request has two kinds of 404",
    arguments: [
      ("GET", "/status", #"{"status": "NOT_FOUND"}"#),
      ("PUT", "/cancel", #"{"status": "NOT_FOUND"}"#),
      ("GET", "", #"{"detail": "Request not found"}"#),
    ])
  func unknownRequest(method: String, suffix: String, body: String) async throws {
    try await withServer { _, client in
      for id in ["00000000-0000-0000-0000-000000000000", "no-such-id", "%00", "019e"] {
        let reply = try await client.send(method, "/fal-ai/trellis/requests/\(id)\(suffix)")
        #expect(reply.status == 404)
        #expect(reply.text == body)
      }
    }
  }

  @Test(
    "a wrong method is 405 and told the right one",
    arguments: [
      ("GET", "/fal-ai/trellis", "POST"), ("DELETE", "/fal-ai/trellis", "POST"),
      ("POST", "/fal-ai/trellis/requests/x/status", "GET"),
      ("GET", "/fal-ai/trellis/requests/x/cancel", "PUT"),
      ("POST", "/fal-ai/trellis/requests/x", "GET"),
      ("GET", "/fal-ai/trellis/multi/requests/x/status", "POST"),
      ("GET", "/fal.run/fal-ai/trellis", "POST"),
    ])
  func wrongMethod(method: String, path: String, allowed: String) async throws {
    try await withServer { _, client in
      let reply = try await client.send(method, path)
      #expect(reply.status == 405)
      #expect(reply.text == #"{"detail": "Method Not Allowed"}"#)
      #expect(reply.fields[.allow] == allowed)
    }
  }

  @Test("an unknown application is 404, an unknown sub-path fails at the result")
  func unknownEndpoints() async throws {
    try await withServer { _, client in
      for path in ["/fal-ai/nothing", "/fal.run/fal-ai/nothing"] {
        let reply = try await client.send("POST", path, body: "{}")
        #expect(reply.status == 404)
        #expect(reply.text == #"{"detail": "Application \"nothing\" not found"}"#)
      }
      let submission = try await client.send("POST", "/fal-ai/trellis/nowhere", body: "{}")
      #expect(submission.status == 200)
      let url = try #require(submission.json["response_url"]?.stringValue)
      #expect(url.contains("/fal-ai/trellis/requests/"))
      let id = try #require(submission.json["request_id"]?.stringValue)
      let result = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
      #expect(result.status == 404)
      #expect(result.text == #"{"detail":"Path /nowhere not found"}"#)
    }
  }

  @Test("a synchronous run answers with the result")
  func synchronousRun() async throws {
    try await withServer(.fast, speed: 20) { _, client in
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      #expect(reply.status == 200)
      #expect(reply.json["model_mesh"]?["file_name"] == "model.glb")
      let id = try #require(reply.fields[.falRequestID])
      let again = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
      #expect(again.content == reply.content)
    }
  }

  @Test("another key's request is unknown")
  func sessions() async throws {
    try await withServer { _, client in
      let id = try await submit(client)
      var other = client
      other.key = "other:secret"
      let path = "/fal-ai/trellis/requests/\(id)"
      #expect(try await other.send("GET", path).status == 404)
      #expect(try await other.send("GET", path + "/status").status == 404)
      #expect(try await other.send("PUT", path + "/cancel").status == 404)
      other.key = "tests:another-secret-of-the-same-id"
      #expect(try await other.send("GET", path).status == 200)
    }
  }

  @Test("what was accepted is there, with its state, after a restart")
  func restart() async throws {
    try await withTemporaryFolder { folder in
      let ids = try await withServer(in: folder, .realistic, speed: 0.001) { _, client in
        let done = try await submit(client)
        _ = try await client.send("PUT", "/fal-ai/trellis/requests/\(done)/cancel")
        return (cancelled: done, waiting: try await submit(client))
      }
      try await withServer(in: folder, .instant, speed: 0.001) { _, client in
        let cancelled = try await client.send(
          "GET", "/fal-ai/trellis/requests/\(ids.cancelled)/status")
        #expect(cancelled.json["error_type"] == "client_cancelled")
        let waiting = try await client.send(
          "GET", "/fal-ai/trellis/requests/\(ids.waiting)/status")
        // On a busy machine its 24 seconds may pass between the two servers.
        #expect([200, 202].contains(waiting.status))
        #expect(waiting.json["error_type"] == nil)
      }
    }
  }

  private func submit(_ client: WireClient) async throws -> String {
    let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    return try #require(reply.json["request_id"]?.stringValue)
  }

  private func completed(_ client: WireClient, _ id: String) async throws -> JSONValue {
    while true {
      let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
      if reply.status != 202 { return reply.json }
    }
  }
}
