// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import Testing

/// Each of these would take as long as it says, if time did not go on.
@Suite("Time that goes on by itself", .timeLimit(.minutes(2))) struct AutomaticTimeTests {
  @Test("shows each state to a client that polls")
  func states() async throws {
    try await withTime(.auto) { server, client in
      let states = try await states(of: try await submit(client), client)
      #expect(states.suffix(2) == ["IN_PROGRESS", "COMPLETED"])
      #expect(try isAhead(server, by: 15))
    }
  }

  @Test("goes on through a queue as a client asks for one request after the other")
  func queue() async throws {
    try await withTime(.auto, adjust: { $0.pool = RunnerPool(runnerCount: 1) }) {
      (server, client) async throws in
      let ids = [try await submit(client), try await submit(client), try await submit(client)]
      for id in ids { #expect(try await states(of: id, client).last == "COMPLETED") }
      #expect(try isAhead(server, by: 50))
    }
  }

  @Test("ends synchronous runs and streams, and is then as slow as any")
  func waits() async throws {
    try await withTime(.auto) { server, client in
      let run = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      #expect(run.status == 200)
      let id = try await submit(client)
      let path = "/fal-ai/trellis/requests/\(id)"
      let stream = try await client.send("GET", path + "/status/stream?logs=1")
      #expect(stream.text.contains("IN_PROGRESS"))
      #expect(stream.text.contains("COMPLETED"))
      #expect(try isAhead(server, by: 35))
      // Nobody waits for a result to expire.
      try await server.waitForWaiting(0)
      #expect(try server.clockState().nextEvent == nil)
      #expect(try await client.send("GET", path).status == 200)
    }
  }

  @Test("tries webhooks again, for two hours")
  func webhooks() async throws {
    try await WebhookReceiver.with([.status(500)]) { receiver, port in
      try await withTime(.auto, as: .documented) { server, client in
        let id = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        #expect(try await client.webhook(of: id, attempts: 10)["state"] == "given-up")
        #expect(try isAhead(server, by: 7200))
      }
    }
  }

  private func states(of id: String, _ client: WireClient) async throws -> [String] {
    var states: [String] = []
    while states.last != "COMPLETED" {
      let path = "/fal-ai/trellis/requests/\(id)/status"
      let state = try await client.send("GET", path).json["status"]?.stringValue
      if states.last != state { states.append(try #require(state)) }
    }
    return states
  }

  private func isAhead(_ server: MockServer, by seconds: Double) throws -> Bool {
    let now = Double(try server.clockState().now.microseconds) / 1e6
    return now - Date().timeIntervalSince1970 > seconds
  }

  private func submit(_ client: WireClient) async throws -> String {
    let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    return try #require(reply.json["request_id"]?.stringValue)
  }
}
