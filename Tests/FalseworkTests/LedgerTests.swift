// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("The universe of a key") struct LedgerTests {
  @Test("has a ledger: what was accepted, how long runners worked, what it would have cost")
  func ledger() async throws {
    try await withServer { _, client in
      for body in [smallInput, smallInput, "{}"] {
        _ = try await client.send("POST", "/fal-ai/trellis", body: body)
      }
      var other = client
      other.key = "other:secret"
      _ = try await other.send("POST", "/fal-ai/trellis-2", body: smallInput)

      let mine = try await client.send("GET", "/_falsework/ledger?key=tests").json
      #expect(mine["accepted_requests"] == 3)
      #expect(mine["billed_requests"] == 2)
      #expect(mine["dollars"] == 0.04)
      let all = try await client.send("GET", "/_falsework/ledger").json
      #expect(all["accepted_requests"] == 4)
      let prices = all["lines"]?.arrayValue?.map { $0["dollars"] }
      #expect(prices?.contains(.null) == true && prices?.count == 2)
    }
  }

  @Test("counts the seconds of runs that have been, and bills no run that was cancelled")
  func seconds() async throws {
    try await withServer(.realistic, speed: 200) { _, client in
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      #expect(reply.status == 200)
      let waiting = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
      let id = try #require(waiting.json["request_id"]?.stringValue)
      let ledger = try await client.send("GET", "/_falsework/ledger").json
      let seconds = try #require(ledger["runner_seconds"]?.numberValue?.doubleValue)
      #expect(seconds > 20 && seconds < 60)
      _ = try await client.send("PUT", "/fal-ai/trellis/requests/\(id)/cancel")
      #expect(ledger["accepted_requests"] == 2)
    }
  }

  @Test("lists its requests, the latest first, and no more than were asked for")
  func list() async throws {
    try await withServer { _, client in
      var ids: [String?] = []
      for _ in 0..<3 {
        let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
        ids.insert(reply.json["request_id"]?.stringValue, at: 0)
      }
      let reply = try await client.send("GET", "/_falsework/requests?key=tests&limit=2")
      let listed = try #require(reply.json["requests"]?.arrayValue)
      #expect(listed.map { $0["request_id"]?.stringValue } == Array(ids[..<2]))
      #expect(listed.allSatisfy { $0["status"] == "COMPLETED" && $0["error_type"] == .null })
      #expect(try await client.send("GET", "/_falsework/requests?key=x").json["requests"] == [])
      for limit in ["0", "1001", "x", ""] {
        let refused = try await client.send("GET", "/_falsework/requests?limit=\(limit)")
        #expect(refused.status == 400)
        #expect(refused.json["detail"]?.stringValue?.contains("limit must be") == true)
      }
    }
  }

  @Test("is forgotten alone, with its files and uploads")
  func reset() async throws {
    try await withServer { server, client in
      var other = client
      other.key = "other:secret"
      let (mine, theirs) = (try await fill(client, server), try await fill(other, server))
      let reset = try await client.send("POST", "/_falsework/reset?key=tests")
      #expect(reset.json["forgotten_requests"] == 1)
      for path in mine { #expect(try await client.send("GET", path).status == 404, "\(path)") }
      for path in theirs { #expect(try await other.send("GET", path).status == 200, "\(path)") }
      // What comes next is as it was the first time.
      let again = try await fill(client, server)
      #expect(again.count == mine.count)
      #expect(try await client.send("POST", "/_falsework/reset").json["forgotten_requests"] == 2)
      for path in theirs { #expect(try await other.send("GET", path).status == 404, "\(path)") }
    }
  }

  @Test("is asked about by the right method only")
  func methods() async throws {
    try await withServer { _, client in
      for (method, path) in [("POST", "ledger"), ("GET", "reset"), ("PUT", "requests")] {
        #expect(try await client.send(method, "/_falsework/\(path)").status == 405)
      }
      let unknown = try await client.send("GET", "/_falsework/nothing")
      #expect(unknown.status == 404)
      #expect(unknown.text.contains("/_falsework/ledger"))
    }
  }

  /// Makes a request with a mesh and an upload, and returns where they can be read.
  private func fill(_ client: WireClient, _ server: MockServer) async throws -> [String] {
    let run = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
    let id = try #require(run.fields[.falRequestID])
    let mesh = try #require(run.json["model_mesh"]?["url"]?.stringValue)
    let form = #"{"file_name":"a.png","content_type":"image/png"}"#
    let upload = try await client.send("POST", UploadCases.initiation, body: form)
    let file = try #require(upload.json["file_url"]?.stringValue)
    let paths = [mesh, file].map { String($0.dropFirst(server.url.count)) }
    #expect(try await client.send("PUT", paths[1], body: "x").status == 200)
    return ["/fal-ai/trellis/requests/\(id)"] + paths
  }
}
