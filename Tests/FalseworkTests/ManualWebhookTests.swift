// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Webhooks in time that is moved by hand", .timeLimit(.minutes(2)))
struct ManualWebhookTests {
  private static let pauses = [15, 30, 60, 120, 240, 480, 960, 1920, 3375]

  @Test("are tried ten times at the documented moments, in two hours that pass at once")
  func documented() async throws {
    try await WebhookReceiver.with([.status(500)]) { receiver, port in
      try await withTime(.manual, as: .documented) { server, client in
        let id = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        let end = try #require(try server.clockState().nextEvent)
        try await server.advanceUntilIdle()
        #expect(receiver.count == 10)
        let webhook = try await client.webhook(of: id, attempts: 10)
        #expect(webhook["state"] == "given-up")
        let times = try Self.times(of: webhook)
        let planned = Self.pauses.reduce(into: [end]) { moments, pause in
          moments.append(moments[moments.count - 1].advanced(by: .seconds(pause)))
        }
        #expect(times == planned)
        #expect(try server.clockState().now == planned.last)
      }
    }
  }

  @Test("are tried every 60 to 120 seconds on the observed schedule, until the result expires")
  func observed() async throws {
    try await WebhookReceiver.with([.status(500)]) { receiver, port in
      try await withTime(.manual, adjust: { $0.retention = Retention(small: .seconds(7200)) }) {
        server, client in
        let id = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        let left = try await server.advanceUntilIdle(within: .seconds(600))
        let early = receiver.count
        #expect((5...11).contains(early))
        #expect(left != nil)
        try await server.advanceUntilIdle()
        #expect(receiver.count == WebhookSchedule.observedTryCountMax)
        let times = try Self.times(
          of: try await client.webhook(of: id, attempts: receiver.count))
        for (time, next) in zip(times, times.dropFirst()) {
          #expect((60...120).contains(time.duration(to: next).seconds))
        }
      }
    }
  }

  @Test("of several requests come in the order of their moments")
  func order() async throws {
    try await WebhookReceiver.with([.status(500)]) { receiver, port in
      try await withTime(.manual) { server, client in
        var ids: [String] = []
        for _ in 0..<4 {
          ids.append(try await client.submit(webhook: "http://127.0.0.1:\(port)/"))
          try await server.advance(by: .seconds(7))
        }
        try await server.advance(by: .seconds(1200))
        var arrivals: [String] = []
        for _ in 0..<receiver.count {
          let body = try JSONValue.parse(try #require(await receiver.next()).body)
          arrivals.append(try #require(body["request_id"]?.stringValue))
        }
        var planned: [(time: Timestamp, id: String)] = []
        for id in ids {
          let webhook = try await client.webhook(of: id, attempts: 1)
          planned += try Self.times(of: webhook).map { ($0, id) }
        }
        #expect(planned.count > 40)
        #expect(arrivals == planned.sorted { $0.time < $1.time }.map(\.id))
      }
    }
  }

  private static func times(of webhook: JSONValue) throws -> [Timestamp] {
    try (webhook["attempts"]?.arrayValue ?? []).map { attempt in
      try #require(Timestamp(utcISO: attempt["time"]?.stringValue ?? ""))
    }
  }
}
