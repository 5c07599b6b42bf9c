// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

@Suite("Webhooks", .timeLimit(.minutes(5))) struct WebhookTests {
  private func hook(_ port: Int) -> String { "http://127.0.0.1:\(port)/hook" }

  @Test("come once a request has ended, signed, byte for byte as fal's, with the very result")
  func output() async throws {
    try await WebhookReceiver.with([.status(204)]) { receiver, port in
      try await withServer(speed: 100) { _, client in
        let id = try await client.submit(webhook: "http://localhost:\(port)/a?b=c%20d&e#f")
        let delivery = try #require(await receiver.next())
        #expect(delivery.target == "/a?b=c%20d&e")
        #expect(delivery.fields[.contentType] == "application/json")
        let result = try await client.send("GET", "/fal-ai/trellis/requests/\(id)").json
        #expect(result["model_mesh"] != nil)
        #expect(
          delivery.text == """
            {"error": null, "gateway_request_id": "\(id)", \
            "payload": \(result.text(.pythonSorted)), "request_id": "\(id)", "status": "OK"}
            """)
        #expect(try await client.signers(of: delivery) == [0])
        let log = try await client.webhook(of: id, attempts: 1)
        #expect(log["state"] == "delivered")
        #expect(log["next_attempt"] == .null)
        #expect(log["attempts"]?[0]?["status"] == 204)
      }
    }
  }

  @Test("are signed in real time by a user of fal's form, whatever the mock's time is")
  func stamp() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer(.realistic, speed: 1_000_000) { _, client in
        for _ in 0..<3 {
          _ = try await client.submit(webhook: hook(port))
          let fields = try #require(await receiver.next()?.fields)
          let name = try #require(HTTPField.Name("x-fal-webhook-timestamp"))
          let time = try #require(fields[name].flatMap(Double.init))
          #expect(abs(Date().timeIntervalSince1970 - time) < 300)
          let user = try #require(HTTPField.Name("x-fal-webhook-user-id"))
          #expect(fields[user]?.wholeMatch(of: /github\|[1-9][0-9]{7}/) != nil)
        }
      }
    }
  }

  @Test(
    "tell of a refused input in the words of the dialect",
    arguments: [
      (Dialect.observed, "Unexpected status code: 422"),
      (.documented, "Invalid status code: 422"), (.strict, "Invalid status code: 422"),
    ])
  func rejection(dialect: Dialect, error: String) async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer(as: dialect) { _, client in
        let id = try await client.submit("{}", webhook: hook(port))
        let delivery = try #require(await receiver.next())
        let result = try await client.send("GET", "/fal-ai/trellis/requests/\(id)")
        #expect(result.status == 422)
        #expect(
          delivery.text == """
            {"error": "\(error)", "gateway_request_id": "\(id)", \
            "payload": \(result.json.text(.pythonSorted)), "request_id": "\(id)", \
            "status": "ERROR"}
            """)
      }
    }
  }

  @Test("tell of a cancellation at once")
  func cancellation() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer(.realistic) { _, client in
        let id = try await client.submit(webhook: hook(port))
        _ = try await client.send("PUT", "/fal-ai/trellis/requests/\(id)/cancel")
        let body = try JSONValue.parse(try #require(await receiver.next()).body)
        #expect(body["status"] == "ERROR")
        #expect(body["error"] == "Unexpected status code: 499")
        #expect(body["payload"]?["error_type"] == "client_cancelled")
      }
    }
  }

  @Test("come again, the same bytes, until they are taken")
  func retry() async throws {
    try await WebhookReceiver.with([.status(500), .status(400), .status(201)]) { receiver, port in
      try await withServer(speed: 2000) { _, client in
        let id = try await client.submit(webhook: hook(port))
        let deliveries = [await receiver.next(), await receiver.next(), await receiver.next()]
        #expect(Set(deliveries.map { $0?.body }).count == 1)
        for delivery in deliveries {
          #expect(try await client.signers(of: try #require(delivery)) == [0])
        }
        let log = try await client.webhook(of: id, attempts: 3)
        #expect(log["state"] == "delivered")
        let statuses = log["attempts"]?.arrayValue?.map { $0["status"] ?? .null }
        #expect(statuses == [500, 400, 201])
      }
    }
  }

  @Test("are tried ten times in two hours where the documents are followed, redirects included")
  func documentedSchedule() async throws {
    try await WebhookReceiver.with([.status(307)]) { _, port in
      try await withServer(speed: 20_000, as: .documented) { _, client in
        let id = try await client.submit(webhook: hook(port))
        let log = try await client.webhook(of: id, attempts: 10)
        #expect(log["state"] == "given-up")
        #expect(log["next_attempt"] == .null)
        let times = try (log["attempts"]?.arrayValue ?? []).map { attempt in
          let text = try #require(attempt["time"]?.stringValue)
          return try Date(
            text, strategy: .iso8601.year().month().day().time(includingFractionalSeconds: true))
        }
        let (first, last) = (try #require(times.first), try #require(times.last))
        #expect(times.count == 10)
        #expect(last.timeIntervalSince(first) >= 7200)
      }
    }
  }

  @Test("end with the result that they tell of, on the observed schedule")
  func expiry() async throws {
    try await WebhookReceiver.with([.status(500)]) { _, port in
      try await withServer(adjust: { $0.retention = Retention(small: .seconds(30)) }) {
        (_, client) async throws in
        let id = try await client.submit(webhook: hook(port))
        #expect(try await client.webhook(of: id, attempts: 1)["state"] == "given-up")
      }
    }
  }

  @Test("end with a redirect on the observed schedule, and not on the other")
  func redirect() async throws {
    try await WebhookReceiver.with([.status(302)]) { receiver, port in
      try await withServer { _, client in
        let id = try await client.submit(webhook: hook(port))
        #expect(try await client.webhook(of: id, attempts: 1)["state"] == "given-up")
      }
      try await withTemporaryFolder { folder in
        try await withServer(in: folder, speed: 2000, webhooks: .documented) {
          (_, client) async throws in
          let id = try await client.submit(webhook: hook(port))
          #expect(try await client.webhook(of: id, attempts: 2)["attempts"]?[1]?["status"] == 302)
        }
      }
    }
  }

  @Test("wait for a receiver where nothing listens yet")
  func nobodyThere() async throws {
    try await withServer { _, client in
      let id = try await client.submit(webhook: "http://127.0.0.1:1/hook")
      let log = try await client.webhook(of: id, attempts: 1)
      #expect(log["state"] == "waiting")
      #expect(log["attempts"]?[0]?["status"] == .null)
      #expect(log["attempts"]?[0]?["failure"] == "nothing listens on 127.0.0.1:1")
      #expect(log["next_attempt"]?.stringValue?.hasSuffix("Z") == true)
    }
  }

  @Test("survive a restart, those on their way, set aside and waiting for another try")
  func restart() async throws {
    let silence = Array(repeating: WebhookReceiver.Answer.silence, count: 4)
    try await withTemporaryFolder { folder in
      try await WebhookReceiver.with([.status(200)]) { (fast, fastPort) async throws in
        try await WebhookReceiver.with(silence + [.status(200)]) { (slow, slowPort) async throws in
          var ids: Set<String> = []
          try await withServer(in: folder) { (_, client) async throws in
            for _ in 0..<6 { ids.insert(try await client.submit(webhook: hook(slowPort))) }
            for _ in 0..<4 { _ = await slow.next() }
            // A receiver that does not answer holds up nobody else.
            _ = try await client.submit(webhook: hook(fastPort))
            #expect(await fast.next() != nil)
            let log = try await client.send("GET", "/_falsework/webhooks").json
            #expect(log["webhooks"]?.arrayValue?.count == 7)
          }
          try await withServer(in: folder) { (_, client) async throws in
            var delivered: Set<String> = []
            for _ in ids {
              let body = try JSONValue.parse(try #require(await slow.next()).body)
              delivered.insert(try #require(body["request_id"]?.stringValue))
            }
            #expect(delivered == ids)
            for id in ids {
              #expect(try await client.webhook(of: id, attempts: 1)["state"] == "delivered")
            }
          }
        }
      }
    }
  }

  @Test("are tried again after a restart when their time comes")
  func retryAfterRestart() async throws {
    try await withTemporaryFolder { folder in
      try await WebhookReceiver.with([.status(503), .status(200)]) {
        (receiver, port) async throws in
        var first: WebhookReceiver.Delivery?
        try await withServer(in: folder) { (_, client) async throws in
          let id = try await client.submit(webhook: hook(port))
          first = await receiver.next()
          _ = try await client.webhook(of: id, attempts: 1)
        }
        try await withServer(in: folder, speed: 2000) { (_, client) async throws in
          let second = await receiver.next()
          #expect(second?.body == first?.body)
          #expect(try await client.signers(of: try #require(first)) == [0], "the keys stay")
        }
      }
    }
  }

  @Test("go by TLS to receivers whose certificate the system or the mock's authority signed")
  func tls() async throws {
    try await withTemporaryFolder { folder in
      let now = Int64(Date().timeIntervalSince1970)
      let own = try LocalTrust(folder: folder).authority
      let foreign = try LocalTrust(folder: folder + "/other").authority
      for (authority, state) in [(own, "delivered"), (foreign, "waiting")] {
        try await WebhookReceiver.with([.status(200)], authority: authority, now: now) {
          (_, port) async throws in
          try await withServer(in: folder) { (_, client) async throws in
            let id = try await client.submit(webhook: "https://localhost:\(port)/")
            let log = try await client.webhook(of: id, attempts: 1)
            #expect(log["state"] == .string(state))
            let failure = log["attempts"]?[0]?["failure"]?.stringValue
            #expect(
              (failure?.contains("certificate is not trusted") ?? false) == (state == "waiting"))
          }
        }
      }
    }
  }
}
