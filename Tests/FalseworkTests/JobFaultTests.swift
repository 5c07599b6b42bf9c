// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

@Suite("Faults of a job's life", .timeLimit(.minutes(2))) struct JobFaultTests {
  private static let failing = #"{"do": {"job": {"outcome": "image_load_error"}}}"#
  private static let lagging = #"{"do": {"job": {"result_lag": "5s"}}}"#
  private static let expiring = #"{"do": {"job": {"expires_after": "5s"}}}"#
  private static let pastLag = "the client asked only after the lag"

  /// Returns once all exchanges before have been recorded and so many are in the journal.
  private func settled(_ client: WireClient, _ count: Int) async throws {
    while try await client.journal().count < count { await Task.yield() }
  }

  private func state(_ client: WireClient, _ id: String) async throws -> [String] {
    let fault = try await client.fault(id)
    let missed = fault["missed"]?.objectValue?.keys ?? []
    return [fault["state"]?.stringValue ?? ""] + missed
  }

  /// Submits and returns the paths of status and result.
  private func job(
    _ server: MockServer, _ client: WireClient
  ) async throws -> (status: String, result: String) {
    let submitted = try await client.submit().json
    return (
      try server.path(of: submitted["status_url"]), try server.path(of: submitted["response_url"])
    )
  }

  @Test("are a model's failure, which the status does not tell, and the result does")
  func modelFailure() async throws {
    try await withServer { server, client in
      let id = try await client.putIn(Self.failing)
      let job = try await job(server, client)
      let status = try await client.send("GET", job.status)
      #expect(status.json["status"] == "COMPLETED")
      try await settled(client, 2)
      #expect(try await state(client, id) == ["fired"])
      #expect(try await client.send("GET", job.result).status == 422)
      try await settled(client, 3)
      #expect(try await state(client, id) == ["delivered"])
    }
  }

  @Test("are missed when the reply that shows them is lost, and met when it comes again")
  func lostFailure() async throws {
    try await withServer { server, client in
      let id = try await client.putIn(Self.failing)
      _ = try await client.putIn(
        #"{"when": {"operation": "result", "nth": 1}, "do": {"reset": {"after": {"head": 0}}}}"#)
      _ = try await client.putIn(
        #"{"when": {"operation": "result", "nth": 2}, "do": {"error": "plain_502"}}"#)
      let job = try await job(server, client)
      #expect(try await client.end(of: "GET", job.result).isReset)
      try await settled(client, 2)
      let overtaken = ["missed", "another fault ended the exchange first"]
      #expect(try await state(client, id) == overtaken)
      #expect(try await client.send("GET", job.result).status == 502)
      try await settled(client, 3)
      #expect(try await state(client, id) == overtaken)
      #expect(try await client.send("GET", job.result).status == 422)
      try await settled(client, 4)
      #expect(try await state(client, id) == ["delivered"])
    }
  }

  @Test("are met by who waits for the run, and by whom a webhook tells")
  func otherWays() async throws {
    try await WebhookReceiver.with([.status(200)]) { _, port in
      try await withServer { _, client in
        let id = try await client.putIn(Self.failing)
        let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
        #expect(reply.status == 422)
        try await client.fault(id, is: "delivered")
        _ = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        while try await client.fault(id)["delivered"] != 2 { await Task.yield() }
      }
    }
  }

  @Test("are a platform's failure, which the status tells")
  func platformFailure() async throws {
    try await withServer { server, client in
      let id = try await client.putIn(#"{"do": {"job": {"outcome": "request_timeout"}}}"#)
      let job = try await job(server, client)
      try await settled(client, 1)
      #expect(try await state(client, id) == ["fired"])
      _ = try await client.send("GET", job.status)
      try await settled(client, 2)
      #expect(try await state(client, id) == ["delivered"])
    }
  }

  @Test(
    "are a result that lags behind, which only those meet who ask for it in time",
    arguments: [(4, 400, ["delivered"]), (6, 200, ["missed", pastLag])])
  func lag(seconds: Int, status: Int, expected: [String]) async throws {
    try await withServer(adjust: { $0.time = .manual }) { server, client in
      let id = try await client.putIn(Self.lagging)
      let job = try await job(server, client)
      #expect(try await client.send("GET", job.status).json["status"] == "COMPLETED")
      try await settled(client, 2)
      #expect(try await state(client, id) == ["fired"])
      try await server.advance(by: .seconds(seconds))
      #expect(try await client.send("GET", job.result).status == status)
      try await settled(client, 3)
      #expect(try await state(client, id) == expected)
    }
  }

  @Test("are a result that expires, which only those meet who ask for it afterwards")
  func expiry() async throws {
    try await withServer(adjust: { $0.time = .manual }) { server, client in
      let id = try await client.putIn(Self.expiring)
      let job = try await job(server, client)
      #expect(try await client.send("GET", job.result).status == 200)
      try await settled(client, 2)
      #expect(try await state(client, id) == ["fired"])
      try await server.advance(by: .seconds(6))
      #expect(try await client.send("GET", job.result).status == 404)
      try await settled(client, 3)
      #expect(try await state(client, id) == ["delivered"])
    }
  }

  @Test("are met each in its own way, where several rules have a share in a job")
  func shares() async throws {
    try await withServer(adjust: { $0.time = .manual }) { server, client in
      let failing = try await client.putIn(Self.failing)
      let slow = try await client.putIn(#"{"do": {"job": {"wait": "5s"}}}"#)
      let job = try await job(server, client)
      _ = try await client.send("GET", job.status)
      try await settled(client, 2)
      #expect(try await state(client, slow) == ["delivered"])
      #expect(try await state(client, failing) == ["fired"])
    }
  }
}
