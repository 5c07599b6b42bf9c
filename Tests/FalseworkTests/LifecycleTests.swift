// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkTestSupport
import Testing

@Suite("Lifecycles of files") struct LifecycleTests {
  private static let form = #"{"file_name":"fox.png","content_type":"image/png"}"#

  /// The ways by which a file comes to the CDN.
  enum Way: CaseIterable {
    case initiated
    case token
    case parts
    case output
  }

  /// Makes a file by a client's key, with this lifecycle; returns its path.
  private static func file(
    _ way: Way, _ lifecycle: String, _ server: MockServer, _ client: WireClient
  ) async throws -> String {
    let fields = [("X-Fal-Object-Lifecycle-Preference", lifecycle)]
    switch way {
    case .initiated:
      let reply = try await client.send(
        "POST", UploadCases.initiation, fields: fields, body: form)
      let path = try server.path(of: reply.json["upload_url"])
      #expect(try await client.anonymous.send("PUT", path, body: "x").status == 200)
      return path
    case .token:
      let token = try await client.send("POST", UploadCases.tokens, body: "{}").json["token"]
      let reply = try await client.anonymous.send(
        "POST", "/v3.fal.media/files/upload",
        fields: [
          ("X-Fal-Object-Lifecycle", lifecycle),
          ("Authorization", "Bearer \(token?.stringValue ?? "")"),
        ], body: "x")
      return try server.path(of: reply.json["access_url"])
    case .parts:
      let reply = try await client.send(
        "POST", "/rest.fal.ai/storage/upload/initiate-multipart", fields: fields, body: form)
      let path = try server.path(of: reply.json["upload_url"])
      let part = try await client.send("PUT", path + "/1", body: "x").json
      let body: JSONValue = ["parts": [part]]
      #expect(try await client.send("POST", path + "/complete", body: body.text()).status == 200)
      return try server.path(of: reply.json["file_url"])
    case .output:
      let reply = try await client.send(
        "POST", "/fal.run/fal-ai/trellis", fields: fields, body: smallInput)
      return try server.path(of: reply.json["model_mesh"]?["url"])
    }
  }

  @Test("decide who may read, whichever way the file came", arguments: Way.allCases)
  func access(way: Way) async throws {
    try await withServer { server, client in
      let owner = client.with(key: "owner:secret")
      let rules = """
        [{"user":"ada","decision":"allow"},{"user":"bob","decision":"hide"},\
        {"user":"eve","decision":"forbid"},{"user":"owner","decision":"forbid"}]
        """
      for (fallback, status) in [("forbid", 403), ("hide", 404), ("allow", 200)] {
        let lifecycle = #"{"initial_acl":{"default":"\#(fallback)","rules":\#(rules)}}"#
        let path = try await Self.file(way, lifecycle, server, owner)
        let readers: [(WireClient, Int)] = [
          (owner, 200), (client.with(key: "owner:another"), 200), (client.anonymous, status),
          (client.with(key: "ada:s"), 200), (client.with(key: "bob:s"), 404),
          (client.with(key: "eve:s"), 403), (client.with(key: "mallory:s"), status),
        ]
        for (reader, expected) in readers {
          let reply = try await reader.send("GET", path)
          #expect(reply.status == expected, "\(fallback) for \(reader.key ?? "nobody")")
          #expect(try await reader.send("HEAD", path).status == expected)
          if expected == 403 { #expect(reply.text.contains("forbidden")) }
          if expected == 404 { #expect(reply.text == #"{"detail": "Not Found"}"#) }
        }
      }
    }
  }

  @Test("end by the mock's clock, and then the file is not there any more")
  func expiry() async throws {
    try await withTemporaryFolder { folder in
      let paths = try await withServer(in: folder, speed: 0.001) { server, client in
        var paths: [String] = []
        for way in Way.allCases {
          let lifecycle = #"{"expiration_duration_seconds":60}"#
          paths.append(try await Self.file(way, lifecycle, server, client))
        }
        paths.append(try await Self.file(.initiated, "{}", server, client))
        for path in paths { #expect(try await client.send("GET", path).status == 200) }
        return paths
      }
      try await withServer(in: folder, speed: 100_000) { (_, client) async throws in
        for path in paths.dropLast() {
          while try await client.send("GET", path).status == 200 {}
          #expect(try await client.send("GET", path).status == 404)
        }
        #expect(try await client.send("GET", paths[paths.count - 1]).status == 200)
      }
    }
  }

  @Test("that make no sense are refused for uploads, and ask for nothing in a submission")
  func nonsense() async throws {
    try await withServer { server, client in
      let reply = try await client.send(
        "POST", UploadCases.initiation, fields: [("X-Fal-Object-Lifecycle", "soon")],
        body: Self.form)
      #expect(reply.status == 422)
      #expect(reply.text.contains(#""loc": ["header", "x-fal-object-lifecycle"]"#))
      #expect(reply.text.contains("should be a JSON object"))
      let path = try await Self.file(.output, "soon", server, client)
      #expect(try await client.anonymous.send("GET", path).status == 200)
    }
  }
}
