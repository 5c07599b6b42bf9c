// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkQueue
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// What scenarios do to webhooks, and whether the receiver can tell.
private enum TamperTable {
  static let rows: [(tamper: String, isGenuine: Bool)] = [
    ("body", false), ("signature", false), ("key", false), ("header", false),
    // Old, but genuine: a receiver has to look at the time.
    ("timestamp", true),
  ]
}

@Suite("Webhooks in a scenario", .timeLimit(.minutes(5))) struct WebhookConductTests {
  private func rule(_ conduct: String) -> String {
    #"{"when": {"operation": "webhook"}, "do": {"webhook": \#(conduct)}}"#
  }

  @Test("are wrong in the one way that was chosen", arguments: TamperTable.rows)
  func tampered(tamper: String, isGenuine: Bool) async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer { _, client in
        let id = try await client.putIn(rule(#"{"tamper": "\#(tamper)"}"#))
        _ = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        let delivery = try #require(await receiver.next())
        #expect(try await client.signers(of: delivery).isEmpty == !isGenuine)
        let name = try #require(HTTPField.Name("x-fal-webhook-timestamp"))
        let time = try #require(delivery.fields[name].flatMap(Double.init))
        let age = Date().timeIntervalSince1970 - time
        #expect((age > 500) == (tamper == "timestamp"))
        try await client.fault(id, is: "delivered")
      }
    }
  }

  @Test("that are never sent say so, and nobody hears of them")
  func never() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer { _, client in
        let id = try await client.putIn(rule(#""never""#))
        let request = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        try await client.fault(id, is: "delivered")
        let webhook = try await client.webhook(of: request, attempts: 0)
        #expect(webhook["state"] == "given-up")
        #expect(receiver.count == 0)
      }
    }
  }

  @Test("are sent again after the receiver has taken them")
  func repeated() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer { _, client in
        let id = try await client.putIn(rule(#"{"repeat": {"times": 2}}"#))
        let request = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        let webhook = try await client.webhook(of: request, attempts: 3)
        #expect(webhook["attempts"]?.arrayValue?.count == 3)
        #expect(receiver.count == 3)
        try await client.fault(id, is: "delivered")
      }
    }
  }

  @Test("are told what becomes of them at the submission, which outlives the server")
  func restart() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withTemporaryFolder { folder in
        let manual: (inout MockConfiguration) -> Void = { $0.time = .manual }
        let id = try await withServer(in: folder, .realistic, adjust: manual) { _, client in
          _ = try await client.putIn(
            #"{"when": {"operation": "submit"}, "#
              + #""do": {"webhook": {"tamper": "signature", "repeat": 1}}}"#)
          return try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        }
        try await withServer(in: folder, .realistic, adjust: manual) { server, client in
          try await server.advanceUntilIdle()
          let delivery = try #require(await receiver.next())
          #expect(try await client.signers(of: delivery).isEmpty)
          let webhook = try await client.webhook(of: id, attempts: 2)
          #expect(webhook["attempts"]?.arrayValue?.count == 2)
        }
      }
    }
  }

  @Test("are signed by a key that is new in the published set")
  func rotated() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer { _, client in
        let before = try await client.anonymous.send("GET", "/rest.fal.ai/.well-known/jwks.json")
        _ = try await client.putIn(rule(#"{"key": "rotated"}"#))
        _ = try await client.submit(webhook: "http://127.0.0.1:\(port)/")
        let delivery = try #require(await receiver.next())
        #expect(try await client.signers(of: delivery) == [0])
        let after = try await client.anonymous.send("GET", "/rest.fal.ai/.well-known/jwks.json")
        #expect(before.json["keys"]?[0] != after.json["keys"]?[0])
        #expect(before.json["keys"]?[1] == after.json["keys"]?[1])
      }
    }
  }
}
