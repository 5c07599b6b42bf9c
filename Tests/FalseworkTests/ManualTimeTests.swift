// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Time that is moved by hand", .timeLimit(.minutes(2))) struct ManualTimeTests {
  @Test("stands for those who poll, and passes to the microsecond")
  func polls() async throws {
    try await withTime(.manual) { server, client in
      let id = try await submit(client)
      let start = try server.clockState().now
      let end = try #require(try server.clockState().nextEvent)
      #expect(try await state(of: id, client) == "IN_QUEUE")
      try await server.advance(by: .seconds(2))
      #expect(try await state(of: id, client) == "IN_PROGRESS")
      try await server.advance(to: end.advanced(by: .microseconds(-1)))
      #expect(try await state(of: id, client) == "IN_PROGRESS")
      try await server.advance(by: .microseconds(1))
      #expect(try await state(of: id, client) == "COMPLETED")
      #expect(try server.clockState().now == end)
      #expect((19...26).contains(start.duration(to: end).seconds))
    }
  }

  @Test("ends a synchronous run when its moment comes")
  func synchronousRun() async throws {
    try await withTime(.manual) { server, client in
      async let reply = client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      try await server.waitForWaiting(1)
      let end = try #require(try server.clockState().nextEvent)
      try await server.advance(by: .seconds(10))
      #expect(try server.clockState().waitingCount == 1)
      try await server.advanceUntilIdle()
      #expect(try server.clockState().now == end)
      #expect(try await reply.status == 200)
      #expect(try await reply.fields[.date] == end.httpDate)
    }
  }

  @Test("shows to a status stream everything in its order", arguments: [nil, 1])
  func stream(runners: Int?) async throws {
    try await withTime(
      .manual, adjust: { $0.pool = runners.map { RunnerPool(runnerCount: $0) } }
    ) { server, client in
      let id = try await submit(client)
      let path = "/fal-ai/trellis/requests/\(id)/status/stream?logs=1"
      async let stream = client.send("GET", path)
      try await server.waitForWaiting(1)
      try await server.advanceUntilIdle()
      #expect(try await stream.status == 200)
      let blocks = try await stream.text.split(separator: "\n\n")
      #expect(blocks.filter { $0 == ": ping" }.count == 1)
      let events = try blocks.filter { $0 != ": ping" }.map { block in
        try #require(block.hasPrefix("data: "), "\(block)")
        return try JSONValue.parse(Array(block.dropFirst("data: ".count).utf8))
      }
      let states = events.compactMap { $0["status"]?.stringValue }
      #expect(states.first == "IN_QUEUE")
      #expect(states.last == "COMPLETED")
      // Each second says the same again, unless there was something new.
      #expect((20...40).contains(states.filter { $0 == "IN_PROGRESS" }.count))
      // The lines come one by one, as they are written, but for those of one moment.
      #expect(events.filter { $0["logs"]?.arrayValue?.isEmpty == false }.count >= 6)
    }
  }

  @Test("passes in the queue, a cold start and a run behind another")
  func runners() async throws {
    let pool = RunnerPool(runnerCount: 1, coldStart: .seconds(100))
    try await withTime(.manual, adjust: { $0.pool = pool }) { server, client in
      let ids = [try await submit(client), try await submit(client)]
      try await server.advance(by: .seconds(99))
      #expect(try await state(of: ids[0], client) == "IN_QUEUE")
      try await server.advance(by: .seconds(10))
      #expect(try await state(of: ids[0], client) == "IN_PROGRESS")
      #expect(try await state(of: ids[1], client) == "IN_QUEUE")
      try await server.advance(to: try #require(try server.clockState().nextEvent))
      #expect(try await state(of: ids[0], client) == "COMPLETED")
      try await server.advanceUntilIdle()
      #expect(try await state(of: ids[1], client) == "COMPLETED")
    }
  }

  @Test("ends what results, tokens and files are kept for")
  func lifetimes() async throws {
    try await withTime(.manual) { server, client in
      let token = try await client.send(
        "POST", "/rest.fal.ai/tokens/",
        body: #"{"allowed_apps":["trellis"],"token_expiration":120}"#
      ).json.stringValue
      let reply = try await client.send(
        "POST", "/fal-ai/trellis",
        fields: [("X-Fal-Object-Lifecycle-Preference", #"{"expiration_duration_seconds":600}"#)],
        body: smallInput)
      let id = try #require(reply.json["request_id"]?.stringValue)
      let path = "/fal-ai/trellis/requests/\(id)"
      let bearer = [("Authorization", "Bearer \(try #require(token))")]
      try await server.advanceUntilIdle()
      let result = try await client.send("GET", path)
      let file = try server.path(of: result.json["model_mesh"]?["url"])
      func codes() async throws -> [Int] {
        [
          try await client.anonymous.send("GET", path + "/status", fields: bearer).status,
          try await client.send("HEAD", file).status, try await client.send("GET", path).status,
        ]
      }
      #expect(try await codes() == [200, 200, 200])
      try await server.advance(by: .seconds(120))
      #expect(try await codes() == [401, 200, 200])
      try await server.advance(by: .seconds(480))
      #expect(try await codes() == [401, 404, 200])
      try await server.advance(by: .seconds(3000))
      #expect(try await codes() == [401, 404, 404])
    }
  }

  @Test("is where it was after a restart")
  func restart() async throws {
    try await withTemporaryFolder { folder in
      let left = try await withServer(in: folder, adjust: { $0.time = .manual }) { server, _ in
        try await server.advance(by: .seconds(7200))
        return try server.clockState().now
      }
      for mode in [ClockMode.manual, .auto, .running(speed: 1)] {
        try await withServer(in: folder, adjust: { $0.time = mode }) { (server, _) async throws in
          #expect(try server.clockState().now >= left)
        }
      }
    }
  }

  private func submit(_ client: WireClient) async throws -> String {
    let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    return try #require(reply.json["request_id"]?.stringValue)
  }

  private func state(of id: String, _ client: WireClient) async throws -> String? {
    let reply = try await client.send("GET", "/fal-ai/trellis/requests/\(id)/status")
    return reply.json["status"]?.stringValue
  }
}
