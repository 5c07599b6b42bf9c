// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkMesh
import HTTPTypes
import Testing

@Suite("Files of the CDN") struct FileTests {
  @Test("are public, whole, tagged and open to every origin")
  func whole() async throws {
    try await withFile { client, path, size in
      let reply = try await client.send("GET", path)
      #expect(reply.status == 200)
      #expect(reply.content.count == size)
      #expect(reply.fields[.contentLength] == String(size))
      #expect(reply.fields[.contentType] == "application/octet-stream")
      #expect(reply.fields[.acceptRanges] == "bytes")
      #expect(reply.fields[.accessControlAllowOrigin] == "*")
      #expect(reply.fields[.eTag]?.hasPrefix("\"") == true)

      let parameters = try MeshParameters(
        seed: MeshSeed(integer: "1"), meshSimplify: 0.98, textureSize: 512)
      // Not in the expectation itself, which would look for the differences for ever.
      let isTheMesh = reply.content == MeshSource.creature.generate(parameters).glb
      #expect(isTheMesh)

      let head = try await client.send("HEAD", path)
      #expect(head.status == 200)
      #expect(head.content.isEmpty)
      #expect(head.fields[.contentLength] == String(size))
      #expect(head.fields[.eTag] == reply.fields[.eTag])
    }
  }

  @Test("are given in one range, as RFC 9110 has it")
  func ranges() async throws {
    try await withFile { client, path, size in
      let whole = try await client.send("GET", path).content
      let cases: [(String, Range<Int>?)] = [
        ("bytes=0-3", 0..<4), ("bytes=4-4", 4..<5), ("bytes=100-", 100..<size),
        ("bytes=-5", size - 5..<size), ("BYTES=0-99999999999999999999", 0..<size),
        ("bytes=-99999999", 0..<size),
        ("bytes=0-1,5-6", nil), ("bytes=5-2", nil), ("items=0-1", nil), ("bytes=a-b", nil),
        ("bytes=+0-3", nil), ("bytes=-", nil), ("0-3", nil),
      ]
      for (field, range) in cases {
        let reply = try await client.send("GET", path, fields: [("Range", field)])
        #expect(reply.status == (range == nil ? 200 : 206), "\(field)")
        #expect(reply.content == Array(whole[range ?? 0..<size]), "\(field)")
        let bounds = range.map { "bytes \($0.lowerBound)-\($0.upperBound - 1)/\(size)" }
        #expect(reply.fields[.contentRange] == bounds, "\(field)")
      }
      for field in ["bytes=\(size)-", "bytes=\(size)-\(size + 9)", "bytes=-0"] {
        let reply = try await client.send("GET", path, fields: [("Range", field)])
        #expect(reply.status == 416, "\(field)")
        #expect(reply.fields[.contentRange] == "bytes */\(size)")
      }
    }
  }

  @Test("need not be sent again to a client that has them")
  func conditions() async throws {
    try await withFile { client, path, size in
      let tag = try #require(try await client.send("HEAD", path).fields[.eTag])
      for field in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
        let reply = try await client.send("GET", path, fields: [("If-None-Match", field)])
        #expect(reply.status == 304)
        #expect(reply.content.isEmpty)
      }
      let changed = try await client.send("GET", path, fields: [("If-None-Match", "\"x\"")])
      #expect(changed.status == 200)
      for (condition, status) in [(tag, 206), ("\"x\"", 200)] {
        let reply = try await client.send(
          "GET", path, fields: [("Range", "bytes=0-9"), ("If-Range", condition)])
        #expect(reply.status == status)
      }
      #expect(size > 0)
    }
  }

  @Test("that do not exist are 404, and files take no other methods")
  func others() async throws {
    try await withFile { client, path, _ in
      #expect(try await client.send("GET", "/v3b.fal.media/files/b/no_model.glb").status == 404)
      #expect(try await client.send("GET", "/v3b.fal.media/../../etc/passwd").status == 404)
      let post = try await client.send("POST", path, body: "x")
      #expect(post.status == 405)
      #expect(post.fields[.allow] == "GET, HEAD, PUT")
      #expect(try await client.send("PUT", path, body: "x").status == 403)
    }
  }

  /// Makes a mesh and hands over a client without a key, the path of the file and its size.
  private func withFile(_ body: (WireClient, String, Int) async throws -> Void) async throws {
    try await withServer { server, client in
      let reply = try await client.send("POST", "/fal.run/fal-ai/trellis", body: smallInput)
      let url = try #require(reply.json["model_mesh"]?["url"]?.stringValue)
      let size = try #require(reply.json["model_mesh"]?["file_size"]?.numberValue?.intValue)
      var stranger = client
      stranger.key = nil
      try await body(stranger, String(url.dropFirst(server.url.count)), size)
    }
  }
}
