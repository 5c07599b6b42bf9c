// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import HTTPTypes
import Testing

@Suite("Credentials") struct CredentialTests {
  static let required =
    #"{"detail": "Cannot access application \"fal-ai/trellis\". "#
    + #"Authentication is required to access this application."}"#
  static let malformed =
    #"{"detail": "Invalid Key Authorization header format. "#
    + #"Expected '<key_id>:<key_secret>'."}"#

  @Test(
    "that are missing or malformed are refused with the observed bodies",
    arguments: [
      (nil, required), ("", required), ("Basic YTpi", required), ("a:b", required),
      ("Key", malformed), ("Key nocolon", malformed), ("Key :secret", malformed),
      ("Key id:", malformed), ("key a b:c", malformed),
    ])
  func refused(authorization: String?, body: String) async throws {
    try await withServer { _, client in
      var client = client
      client.key = nil
      let fields = authorization.map { [("Authorization", $0)] } ?? []
      for path in ["/fal-ai/trellis", "/fal-ai/trellis/multi", "/fal.run/fal-ai/trellis"] {
        let reply = try await client.send("POST", path, fields: fields, body: "{}")
        #expect(reply.status == 401)
        #expect(reply.text == body)
        #expect(try await client.send("GET", path, fields: fields).status == 401)
      }
    }
  }

  @Test("are needed for a request that exists, while an unknown one is 404 without them")
  func management() async throws {
    try await withServer { _, client in
      let submission = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
      let id = try #require(submission.json["request_id"]?.stringValue)
      var stranger = client
      stranger.key = nil
      let known = try await stranger.send("GET", "/fal-ai/trellis/requests/\(id)/status")
      #expect(known.status == 401)
      for id in ["00000000-0000-0000-0000-000000000000", "no-such-id"] {
        let unknown = try await stranger.send("GET", "/fal-ai/trellis/requests/\(id)/status")
        #expect(unknown.status == 404)
        #expect(unknown.text == #"{"status": "NOT_FOUND"}"#)
      }
    }
  }

  @Test("in a well-formed Bearer token are accepted, other Bearer values are not")
  func bearer() async throws {
    try await withServer { _, client in
      var client = client
      client.key = nil
      let good = try await client.send(
        "POST", "/fal-ai/trellis", fields: [("Authorization", "Bearer a.b.c")], body: "{}")
      #expect(good.status == 200)
      let bad = try await client.send(
        "POST", "/fal-ai/trellis", fields: [("Authorization", "Bearer a:b")], body: "{}")
      #expect(bad.status == 401)
    }
  }
}
