// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkQueue
import Foundation
import Testing

@Suite("Documents that are read again") struct ReloadTests {
  private static func document(_ name: String, answer: Int) -> JSONValue {
    MadeUpDocument.json(
      "made-up/\(name)",
      output: [
        "type": "object",
        "properties": [
          "answer": ["type": "integer", "default": .number(JSONNumber(answer))],
          "picture": ["type": "object", "properties": ["url": ["type": "string"]]],
        ],
      ])
  }

  private func withDocuments(
    _ preset: TimingPreset = .instant,
    _ body: (MockServer, WireClient, _ documents: String) async throws -> Void
  ) async throws {
    try await withTemporaryFolder { folder in
      let documents = folder + "/documents"
      try MadeUpDocument.write(Self.document("one", answer: 1), to: documents, "one.json")
      try await withServer(in: folder + "/state", preset, documents: [documents]) {
        server, client in
        try await body(server, client, documents)
      }
    }
  }

  @Test("come, change and go")
  func changes() async throws {
    try await withDocuments { server, client, documents in
      #expect(try await client.send("POST", "/fal.run/made-up/one", body: "{}").status == 200)
      #expect(try await client.send("POST", "/fal.run/made-up/two", body: "{}").status == 404)

      try MadeUpDocument.write(Self.document("one", answer: 5), to: documents, "one.json")
      try MadeUpDocument.write(Self.document("two", answer: 2), to: documents, "two.json")
      server.reloadDocuments()
      let one = try await client.send("POST", "/fal.run/made-up/one", body: "{}")
      let two = try await client.send("POST", "/fal.run/made-up/two", body: "{}")
      #expect(one.json["answer"] == 5)
      #expect(two.json["answer"] == 2)
      #expect(try await client.send("GET", "/").text.contains("made-up/two"))

      try FileManager.default.removeItem(atPath: documents + "/two.json")
      server.reloadDocuments()
      #expect(try await client.send("POST", "/fal.run/made-up/two", body: "{}").status == 404)
      #expect(try await client.send("POST", "/fal.run/made-up/one", body: "{}").status == 200)
    }
  }

  @Test("do not touch the requests that were accepted before")
  func underWay() async throws {
    try await withDocuments { server, client, documents in
      let submission = try await client.send("POST", "/made-up/one", body: "{}")
      let id = try #require(submission.json["request_id"]?.stringValue)
      let path = "/made-up/one/requests/\(id)"

      try MadeUpDocument.write(Self.document("one", answer: 5), to: documents, "one.json")
      server.reloadDocuments()
      let changed = try await client.send("GET", path)
      #expect(changed.json["answer"] == 1)

      try FileManager.default.removeItem(atPath: documents + "/one.json")
      server.reloadDocuments()
      #expect(try await client.send("GET", path + "/status").status == 200)
      #expect(try await client.send("GET", path).content == changed.content)
      #expect(try await client.send("POST", "/made-up/one", body: "{}").status == 404)
    }
  }

  @Test("leave a broken one out, and the others serve")
  func broken() async throws {
    try await withDocuments { server, client, documents in
      try MadeUpDocument.write("openapi: [", to: documents, "broken.yaml")
      server.reloadDocuments()
      #expect(try await client.send("POST", "/fal.run/made-up/one", body: "{}").status == 200)
      // A folder that is gone takes its endpoints along, not those of others.
      try FileManager.default.removeItem(atPath: documents)
      server.reloadDocuments()
      #expect(try await client.send("POST", "/fal.run/made-up/one", body: "{}").status == 404)
      let trellis = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
      #expect(trellis.status == 200)
    }
  }
}
