// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

/// Ways in which time cannot be advanced, and what is said instead.
enum UnusableAdvances {
  static let cases = [
    ("", 400, "give one of by=90s"), ("?by=1s&until=idle", 400, "give one of"),
    ("?by=90", 400, "by must be a length with its unit"), ("?by=-1s", 400, "by must be"),
    ("?to=tomorrow", 400, "to must be a moment in UTC"), ("?until=done", 400, "until must be idle"),
    ("?until=idle&within=2", 400, "within must be a length"),
    ("?by=1s&within=2h", 400, "within goes with until=idle only"),
    ("?to=2001-01-01T00:00:00Z", 400, "time does not go back: it is 2"),
    ("?to=9999-01-01T00:00:00Z", 400, "time ends at 9989-12-31"),
    ("?for=1s", 400, "no parameter for"),
  ]
}

@Suite("The clock's control") struct ClockControlTests {
  private static let advance = "/_falsework/clock/advance"

  @Test(
    "tells how time passes",
    arguments: [
      (ClockMode.running(speed: 2.5), "running", JSONValue.number(JSONNumber(2.5))),
      (.manual, "manual", .null), (.auto, "auto", .null),
    ])
  func state(mode: ClockMode, name: String, speed: JSONValue) async throws {
    try await withTime(mode) { server, client in
      let reply = try await client.anonymous.send("GET", "/_falsework/clock")
      #expect(reply.status == 200)
      let names = ["mode", "speed", "now", "next_event", "waiting"]
      #expect(reply.json.objectValue?.members.map(\.name) == names)
      #expect(reply.json["mode"] == .string(name))
      #expect(reply.json["speed"] == speed)
      #expect(reply.json["next_event"] == .null)
      #expect(reply.json["waiting"] == 0)
      #expect(Timestamp(utcISO: reply.json["now"]?.stringValue ?? "") != nil)
    }
  }

  @Test("advances by a length, to a moment, and until nothing is to come")
  func advances() async throws {
    try await withTime(.manual) { server, client in
      let start = try server.clockState().now
      let minute = try await client.send("POST", Self.advance + "?by=1m")
      #expect(minute.status == 200)
      #expect(minute.json["now"] == .string(start.advanced(by: .seconds(60)).utcISO))
      let hour = start.advanced(by: .seconds(3600)).utcISO
      #expect(
        try await client.send("POST", Self.advance + "?to=\(hour)").json["now"] == .string(hour))
      #expect(try await client.send("POST", "/fal-ai/trellis", body: smallInput).status == 200)
      let early = try await client.send("POST", Self.advance + "?until=idle&within=5s").json
      #expect(early["now"] == .string(hour))
      let end = try #require(early["next_event"]?.stringValue)
      let idle = try await client.send("POST", Self.advance + "?until=idle").json
      #expect(idle["now"] == .string(end))
      #expect(idle["next_event"] == .null)
    }
  }

  @Test("refuses what makes no sense", arguments: UnusableAdvances.cases)
  func refused(query: String, status: Int, reason: String) async throws {
    try await withTime(.manual) { server, client in
      let before = try server.clockState()
      let reply = try await client.send("POST", Self.advance + query)
      #expect(reply.status == status)
      #expect(reply.fields[.contentType] == "application/problem+json")
      #expect(reply.json["detail"]?.stringValue?.contains(reason) == true, "\(reply.text)")
      #expect(try server.clockState() == before)
    }
  }

  @Test(
    "is in conflict with time that passes by itself",
    arguments: [ClockMode.auto, .running(speed: 1)])
  func conflict(mode: ClockMode) async throws {
    try await withTime(mode) { _, client in
      let reply = try await client.send("POST", Self.advance + "?by=1s")
      #expect(reply.status == 409)
      #expect(reply.json["detail"]?.stringValue?.contains("--time manual") == true, "\(reply.text)")
    }
  }
}
