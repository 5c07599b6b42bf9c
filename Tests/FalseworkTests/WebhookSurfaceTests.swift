// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import HTTPTypes
import Testing

/// URLs that no webhook is sent to, and what the refusal says.
enum UnusableWebhooks {
  static let cases = [
    ("localhost:8000/hook", "does not begin with http:// or https://"), ("/hook", "does not begin"),
    ("ftp://example.com/", "does not begin"), ("http:///hook", "names no host"),
    ("https://user:pass@example.com/", "holds a user name"),
    ("http://example.com/a b", "must be percent-encoded"),
    ("http://example.com/" + String(repeating: "a", count: 2030), "more than 2048 bytes"),
  ]
}

@Suite("The surface of webhooks") struct WebhookSurfaceTests {
  private static let python = ProcessInfo.processInfo.environment["FALSEWORK_TEST_PYTHON"]

  @Test(
    "refuses a URL that is none, and accepts no request with it", arguments: UnusableWebhooks.cases)
  func unusable(url: String, reason: String) async throws {
    try await withServer { _, client in
      let reply = try await client.send(
        "POST", WireClient.target(webhook: url), body: smallInput)
      #expect(reply.status == 400)
      let detail = reply.json["detail"]?.stringValue
      #expect(detail?.hasPrefix("The URL in fal_webhook ") == true)
      #expect(detail?.contains(reason) == true, "\(reply.text)")
      #expect(try await client.send("GET", "/_falsework/webhooks").json == ["webhooks": []])
    }
  }

  @Test("takes an empty URL for none")
  func empty() async throws {
    try await withServer { _, client in
      let reply = try await client.send(
        "POST", "/fal-ai/trellis?fal_webhook=&fal_webhookx=1", body: smallInput)
      #expect(reply.status == 200)
      #expect(try await client.send("GET", "/_falsework/webhooks").json == ["webhooks": []])
    }
  }

  @Test("publishes two keys to everybody", arguments: ["rest.fal.ai", "rest.alpha.fal.ai"])
  func keys(host: String) async throws {
    try await withServer { _, client in
      var stranger = client
      stranger.key = nil
      let path = "/\(host)/.well-known/jwks.json"
      let reply = try await stranger.send("GET", path)
      #expect(reply.status == 200)
      #expect(reply.fields[.contentType] == "application/json")
      #expect(reply.fields[.cacheControl] == "public, max-age=3600")
      let keys = try #require(reply.json["keys"]?.arrayValue)
      #expect(keys.count == 2)
      for key in keys {
        #expect(key.objectValue?.members.map(\.name) == ["kty", "crv", "kid", "x", "use"])
        #expect(key["kid"]?.stringValue?.utf8.count == 43)
        #expect(key["x"]?.stringValue?.hasSuffix("=") == true)
        #expect(key["x"]?.stringValue?.utf8.count == 44)
      }
      #expect(try await stranger.send("POST", path).status == 405)
    }
  }

  @Test(
    "keeps a log that is asked for with one parameter or none",
    arguments: [
      ("?request_id=x", 400), ("?id=1", 400), ("?request_id=a&request_id=b", 400),
      ("?request_id=00000000-0000-0000-0000-000000000000", 200), ("", 200), ("?", 200),
    ])
  func log(query: String, status: Int) async throws {
    try await withServer { _, client in
      let reply = try await client.send("GET", "/_falsework/webhooks\(query)")
      #expect(reply.status == status)
      #expect((reply.json == ["webhooks": []]) == (status == 200))
      #expect(try await client.send("POST", "/_falsework/webhooks").status == 405)
    }
  }

  @Test("mirrors the door of the submission in the webhook's URLs")
  func doors() async throws {
    try await WebhookReceiver.with([.status(200)]) { receiver, port in
      try await withServer { server, client in
        for (host, base) in [
          ("127.0.0.1:\(server.port)", "http://127.0.0.1:\(server.port)/v3b.fal.media/files/b/"),
          ("queue.fal.run", "http://v3b.fal.media/files/b/"),
          ("queue.fal.run:8080", "http://v3b.fal.media:8080/files/b/"),
        ] {
          let target = WireClient.target(webhook: "http://127.0.0.1:\(port)/")
          let reply = try await client.send(
            "POST", target, fields: [("Host", host)], body: smallInput)
          #expect(reply.status == 200)
          let body = try JSONValue.parse(try #require(await receiver.next()).body)
          let url = body["payload"]?["model_mesh"]?["url"]?.stringValue
          #expect(url?.hasPrefix(base) == true, "\(url ?? "")")
        }
      }
    }
  }

  @Test("signs as the vectors of Python's cryptography have it")
  func vectors() throws {
    let file = SourceTree.root.appending(path: "Fixtures/webhooks/vectors.json")
    let document = try JSONValue.parse([UInt8](Data(contentsOf: file)))
    let vectors = try #require(document["vectors"]?.arrayValue)
    #expect(vectors.count >= 3)
    for vector in vectors {
      func text(_ name: String) throws -> String { try #require(vector[name]?.stringValue) }
      let seed = try #require(Hexadecimal.bytes(try text("seed")))
      let key = try #require(Ed25519PrivateKey(seed: seed))
      let x = try text("x")
      #expect(Base64URL.text(key.publicKey.bytes, .padded) == x)
      let stamp = WebhookStamp(
        requestID: try text("request_id"), userID: try text("user_id"),
        timestamp: try text("timestamp"))
      let digest = Array(try text("body").utf8).withUnsafeBytes { sha256Hex($0) }
      let signature = try key.signature(for: stamp.message(bodyDigest: digest))
      let expected = try text("signature")
      #expect(Hexadecimal.text(signature) == expected)
    }
  }

  @Test(
    "has vectors that Python's cryptography agrees with",
    .enabled(if: python != nil, "bash Tests/run.sh installs cryptography"))
  func pythonVectors() async throws {
    let root = SourceTree.root.path
    let outcome = try await ExternalProgram.run([
      try #require(Self.python), "\(root)/Tests/differential/webhook_vectors.py",
      "\(root)/Fixtures/webhooks/vectors.json",
    ])
    #expect(outcome.output == "same\n", "\(outcome.errors)")
  }
}

/// Where the project lies.
private enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
}
