// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTLS
import FalseworkTestSupport
import Foundation
import Testing

/// Bodies and what a strict reader has against each.
private enum Bodies {
  static let long = String(repeating: "A", count: 1000)

  static let rows: [(body: String, notes: [String])] = [
    (smallInput, []),
    (#"{"image_url": "x", "seed": null}"#, []),
    ("{}", ["the body: should have the member 'image_url', found {}"]),
    (
      #"{"image_url": 5, "seed": "none", "texture_size": "1024"}"#,
      [
        "/image_url: should be a string, found 5",
        #"/seed: should be null or an integer, found "none""#,
        #"/texture_size: should be an integer, found "1024""#,
      ]
    ),
    (
      #"{"image_url": ["data:image/png;base64,\#(long)"]}"#,
      [
        "/image_url: should be a string, found "
          + #"["data:image/png;base64,AAAAAAAAAAAAAAAAAA…" (1022 bytes)]"#
      ]
    ),
    (
      #"{"image_url": {"token": "word-of-mine"}}"#,
      [#"/image_url: should be a string, found {"token": "***"}"#]
    ),
    (
      #"{"image_url": "#,
      ["the body: is not JSON: Expecting value: line 1 column 15 (char 14)"]
    ),
    ("", ["the body: should be there: a body is required"]),
  ]
}

@Suite("Notes on submissions", .timeLimit(.minutes(2))) struct InputNoteTests {
  private func notes(_ entry: JSONValue, _ kind: String = "input_violation") -> [String] {
    (entry["notes"]?.arrayValue ?? []).filter { $0["kind"]?.stringValue == kind }
      .compactMap { $0["text"]?.stringValue }
  }

  private func entry(
    _ client: WireClient, where holds: (JSONValue) -> Bool = { _ in true }
  ) async throws -> JSONValue {
    while true {
      if let entry = try await client.journal().first(where: holds) { return entry }
      await Task.yield()
    }
  }

  @Test(
    "say what breaks the schema as written, whatever the runner makes of it",
    arguments: Bodies.rows)
  func violations(body: String, expected: [String]) async throws {
    try await withServer { _, client in
      #expect(try await client.submit(body).status == 200)
      let entry = try await entry(client)
      #expect(notes(entry) == expected)
      let digest = Array(body.utf8).withUnsafeBytes { sha256Hex($0) }
      #expect(entry["request"]?["sha256"]?.stringValue == digest)
    }
  }

  @Test("say it of a run that is waited for, and of what a fault has answered")
  func elsewhere() async throws {
    try await withServer { _, client in
      _ = try await client.putIn(#"{"when": {"nth": 2}, "do": {"error": "nginx_502"}}"#)
      let statuses = [200, 502]
      for (number, status) in statuses.enumerated() {
        let reply = try await client.send(
          "POST", number == 0 ? "/fal.run/fal-ai/trellis" : "/fal-ai/trellis",
          body: #"{"image_url": "https://example.com/a.png", "mesh_simplify": "0.9"}"#)
        #expect(number == 0 || reply.status == status)
        let entry = try await entry(client) { $0["id"]?.numberValue?.intValue == number + 1 }
        #expect(notes(entry) == [#"/mesh_simplify: should be a number, found "0.9""#])
        #expect(entry["request"]?["sha256"]?.stringValue?.utf8.count == 64)
      }
    }
  }

  @Test(
    "are of a content type that the document does not describe",
    arguments: [
      ("text/plain", #"found "text/plain""#), ("", "found none"),
    ])
  func contentType(type: String, found: String) async throws {
    try await withServer { _, client in
      let type = type.isEmpty ? "X-Other: 1" : "Content-Type: \(type)"
      _ = try await client.exchange(
        Array(
          """
          POST /fal-ai/trellis HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Key a:b\r
          \(type)\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}
          """.utf8))
      #expect(
        notes(try await entry(client)) == [
          "the content type: is not described; the document has application/json, \(found)"
        ])
    }
  }

  @Test("are bounded, in number and in bytes")
  func bounds() async throws {
    try await withServer { _, client in
      let images = (1...40).map { "\($0)" }.joined(separator: ",")
      _ = try await client.send(
        "POST", "/fal-ai/trellis/multi", body: #"{"image_urls": [\#(images)]}"#)
      let entry = try await entry(client)
      #expect(notes(entry).count == 8)
      #expect(notes(entry).first == "/image_urls/0: should be a string, found 1")
      #expect(notes(entry).allSatisfy { $0.utf8.count <= 400 })
    }
  }

  @Test(
    "tell of a key in the URL, which is not kept",
    arguments: [
      ("?key=somebody:else-entirely", true), ("?fal_key=xyz", true),
      ("?x=not-a-word-to-tell", true), ("?x=not%2Da%2Dword-to-tell&logs=1", true),
      ("?fal_webhook=https%3A%2F%2Fh.test%2F%3Fkey%3Da%3Anot-a-word-to-tell", true),
      ("?fal_webhook=https%3A%2F%2Fh.test%2F%3Ffal_key%3Dxyz", true),
      ("?fal_webhook=https%3A%2F%2Fh.test%2F%3Fkey%3Dxyz", false), ("?logs=1", false),
      ("/requests/not-a-word-to-tell/status", true),
    ])
  func inURL(tail: String, isFound: Bool) async throws {
    try await withServer { _, client in
      let client = client.with(key: "me:not-a-word-to-tell")
      _ = try await client.send("POST", "/fal-ai/trellis\(tail)", body: smallInput)
      let entry = try await entry(client)
      #expect(notes(entry, "key_in_url").count == (isFound ? 1 : 0))
      let text = entry.text()
      for secret in ["tell", "entirely", "xyz"] { #expect(!text.contains(secret), "\(text)") }
    }
  }

  @Test("tell of the client's own key in the body, of which nothing is shown then")
  func inBody() async throws {
    try await withServer { _, client in
      let client = client.with(key: "me:not-a-word-to-tell")
      _ = try await client.submit(
        #"{"image_url": ["not-a-word-to-tell"], "note": "me:not-a-word-to-tell"}"#)
      let entry = try await entry(client)
      #expect(notes(entry, "key_in_body").count == 1)
      #expect(notes(entry) == ["/image_url: should be a string"])
      #expect(!entry.text().contains("to-tell"))
      let page = try await client.send("GET", "/_falsework/report").text
      #expect(page.contains("<b>key in body</b>") && page.contains("<b>input violation</b>"))
    }
  }
}
