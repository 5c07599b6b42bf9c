// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

/// A server on which nothing ends by itself while a test looks on, with so many runners.
private func withRunners<Value>(
  _ count: Int, _ body: (MockServer, WireClient) async throws -> Value
) async throws -> Value {
  try await withServer(
    .realistic, speed: 0.001, adjust: { $0.pool = RunnerPool(runnerCount: count) }, body)
}

@Suite("A limited number of runners") struct RunnerTests {
  @Test("shows each request how many are ahead of it")
  func positions() async throws {
    try await withRunners(1) { _, client in
      var ids: [String] = []
      for priority in ["normal", "low", "NORMAL", "unheard-of"] {
        let reply = try await submit(client, [("X-Fal-Queue-Priority", priority)])
        ids.append(try #require(reply.json["request_id"]?.stringValue))
      }
      #expect(try await positions(of: ids, client) == [0, 3, 1, 2])
      #expect(try await client.send("PUT", path(ids[0]) + "/cancel").status == 202)
      #expect(try await positions(of: Array(ids[1...]), client) == [2, 0, 1])
      // Another key has runners of its own.
      var other = client
      other.key = "other:secret"
      let alone = try await submit(other)
      #expect(alone.json["queue_position"] == 0)
      // Who has forgotten everything begins anew.
      #expect(try await client.send("POST", "/_falsework/reset?key=tests").status == 200)
      #expect(try await submit(client).json["queue_position"] == 0)
    }
  }

  @Test("takes no submission into a queue that is longer than the client wants")
  func queueLength() async throws {
    try await withRunners(1) { _, client in
      let target = "/fal-ai/trellis?fal_max_queue_length="
      for expected in [200, 200, 429] {
        let reply = try await client.send("POST", target + "1", body: smallInput)
        #expect(reply.status == expected)
        guard expected == 429 else { continue }
        #expect(reply.json["error_type"] == "max_queue_length_exceeded")
        #expect(reply.json["detail"]?.stringValue?.contains("fal_max_queue_length") == true)
      }
      for bad in ["", "-1", "x", "1.5"] {
        let reply = try await client.send("POST", target + bad, body: smallInput)
        #expect(reply.status == 400)
        #expect(reply.json["error_type"] == "bad_request")
      }
    }
  }

  @Test("answers a synchronous run 429 where none is free")
  func concurrency() async throws {
    try await withRunners(1) { _, client in
      _ = try await submit(client)
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      #expect(reply.status == 429)
      #expect(reply.json["error_type"] == "concurrent_requests_limit")
      #expect(reply.fields[.falNeedsRetry] == "1")
    }
  }

  @Test("is the same after a restart, with every request in its place")
  func restart() async throws {
    try await withTemporaryFolder { folder in
      let pool = RunnerPool(runnerCount: 1)
      let ids = try await withServer(
        in: folder, .realistic, speed: 0.001, adjust: { $0.pool = pool }
      ) { _, client in
        var ids: [String] = []
        for _ in 0..<3 {
          ids.append(try #require(try await submit(client).json["request_id"]?.stringValue))
        }
        return ids
      }
      try await withServer(
        in: folder, .realistic, speed: 0.001, adjust: { $0.pool = pool }
      ) { (_, client) async throws in
        #expect(try await positions(of: ids, client) == [0, 1, 2])
      }
    }
  }

  @Test("hands a freed runner to a waiting run, which hears of it at once")
  func woken() async throws {
    try await withServer(
      .instant, adjust: { $0.pool = RunnerPool(runnerCount: 1, coldStart: .seconds(1_000_000)) }
    ) { _, client in
      // It would have to wait for days, but for its cancellation.
      async let run = client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      let id = try await onlyRequest(client)
      #expect(try await client.send("PUT", path(id) + "/cancel").status == 202)
      let reply = try await run
      #expect(reply.status == 499)
      #expect(reply.json["error_type"] == "client_cancelled")
    }
  }

  /// The id of a run whose client does not know it yet: it is a function of time and draws, so the
  /// control interface is asked.
  private func onlyRequest(_ client: WireClient) async throws -> String {
    while true {
      let reply = try await client.send("GET", "/_falsework/requests")
      if let id = reply.json["requests"]?[0]?["request_id"]?.stringValue { return id }
    }
  }

  private func submit(
    _ client: WireClient, _ fields: [(String, String)] = []
  ) async throws -> WireClient.Response {
    let reply = try await client.send(
      "POST", "/fal-ai/trellis", fields: fields, body: smallInput)
    try #require(reply.status == 200)
    return reply
  }

  private func path(_ id: String) -> String { "/fal-ai/trellis/requests/\(id)" }

  private func positions(of ids: [String], _ client: WireClient) async throws -> [Int?] {
    var positions: [Int?] = []
    for id in ids {
      let reply = try await client.send("GET", path(id) + "/status")
      positions.append(reply.json["queue_position"]?.numberValue?.intValue)
    }
    return positions
  }
}

@Suite("A request that must start in time") struct StartTimeoutTests {
  @Test(
    "ends in the user's 504 when it does not, by either name of the field",
    arguments: [
      [("X-Fal-Request-Start-Timeout", "0.001")], [("X-Fal-Request-Timeout", "0.001")],
      [("X-Fal-Request-Timeout", "1000"), ("X-Fal-Request-Start-Timeout", "0.001")],
    ])
  func expired(fields: [(String, String)]) async throws {
    try await withServer(.realistic, speed: 50) { _, client in
      let run = try await client.send(
        "POST", "/fal.run/fal-ai/trellis", fields: fields, body: smallInput)
      #expect(run.status == 504)
      #expect(run.fields[.falRequestTimeoutType] == "user")
      #expect(run.fields[.falErrorType] == "request_timeout")
      let id = try #require(run.fields[.falRequestID])
      let status = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
      #expect(status.status == 200)
      #expect(status.json["error_type"] == "request_timeout")
      #expect(status.json["metrics"] == [:])
    }
  }

  @Test(
    "is refused when the time makes no sense", arguments: ["", "0", "-1", "soon", "inf", "nan"])
  func unparsable(value: String) async throws {
    try await withServer { _, client in
      let reply = try await client.send(
        "POST", "/fal-ai/trellis", fields: [("X-Fal-Request-Timeout", value)], body: smallInput)
      #expect(reply.status == 400)
      #expect(reply.json["error_type"] == "bad_request")
      #expect(reply.json["detail"]?.stringValue?.contains("x-fal-request-timeout") == true)
    }
  }
}

@Suite("A runner that fails") struct FailedAttemptTests {
  @Test("is followed by another, unless the client wants none or ten have failed")
  func retries() async throws {
    for (failed, fields, expected) in [
      (1, [], 200), (9, [], 200), (10, [], 503), (1, [("X-Fal-No-Retry", "yes")], 503),
      (1, [("X-Fal-No-Retry", "0")], 200),
    ] as [(Int, [(String, String)], Int)] {
      try await withServer(.instant, adjust: { $0.failedAttemptCount = failed }) { _, client in
        let run = try await client.send(
          "POST", "/fal.run/fal-ai/trellis", fields: fields, body: smallInput)
        #expect(run.status == expected, "\(failed) \(fields)")
        let id = try #require(run.fields[.falRequestID])
        let status = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
        let type = status.json["error_type"]?.stringValue
        #expect(type?.hasPrefix("runner_") == (expected == 503 ? true : nil))
      }
    }
  }
}

@Suite("A result") struct ExpiryTests {
  @Test("is gone after its time, while the status stays")
  func expired() async throws {
    try await withServer(.instant, adjust: { $0.retention = Retention(small: .zero) }) {
      (_, client) async throws in
      let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
      let id = try #require(reply.json["request_id"]?.stringValue)
      let result = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
      #expect(result.status == 404)
      #expect(result.text == #"{"detail": "Request not found"}"#)
      let status = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
      #expect(status.json["status"] == "COMPLETED")
    }
  }
}

@Suite("A client that hangs up") struct HangUpTests {
  @Test("cancels the run that it waited for")
  func cancelled() async throws {
    try await withServer(.realistic, speed: 0.001) { server, client in
      let connection = try RawConnection(port: server.port)
      let content = smallInput
      let request = """
        POST /fal.run/fal-ai/trellis HTTP/1.1\r\nHost: localhost\r\nAuthorization: Key tests:x\r
        Content-Type: application/json\r\nContent-Length: \(content.utf8.count)\r\n\r\n\(content)
        """
      connection.send(Array(request.utf8))
      var ids: [JSONValue] = []
      while ids.isEmpty {
        ids = try await requests(client).compactMap { $0["request_id"] }
      }
      connection.close()
      while try await requests(client)[0]["error_type"] == nil {}
      #expect(try await requests(client)[0]["error_type"] == "client_cancelled")
    }
  }

  private func requests(_ client: WireClient) async throws -> [JSONValue] {
    try await client.send("GET", "/_falsework/requests").json["requests"]?.arrayValue ?? []
  }
}
