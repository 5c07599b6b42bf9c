// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkProtocol
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

  @Test(
    "that stand badly are refused with the observed bodies, wherever they are shown",
    arguments: [
      ("unknown--1:x", 401, "invalid key credentials"),
      ("locked:x", 403, "User is locked. Reason: TOP_UP."),
      ("exhausted--a:x", 403, "Exhausted balance. Top up"),
      ("forbidden:x", 403, "not permitted to perform this action"),
    ])
  func standing(key: String, status: Int, mention: String) async throws {
    try await withServer { _, client in
      let submission = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
      let id = try #require(submission.json["request_id"]?.stringValue)
      var client = client
      client.key = key
      for (method, path) in [
        ("POST", "/fal-ai/trellis"), ("POST", "/fal.run/fal-ai/trellis"),
        ("GET", "/fal-ai/trellis/requests/\(id)/status"), ("GET", "/fal-ai/trellis/requests/x"),
        ("POST", UploadCases.initiation),
      ] {
        let reply = try await client.send(method, path, body: "{}")
        #expect(reply.status == status, "\(path)")
        #expect(reply.json["detail"]?.stringValue?.contains(mention) == true, "\(reply.text)")
      }
    }
  }

  @Test("of a list are let in, and no others")
  func listed() async throws {
    let keys = try KeyRing(parsing: "tests:secret\nlocked--1:x")
    try await withServer(adjust: { $0.keys = keys }) { _, client in
      var client = client
      for (key, status) in [
        ("tests:secret", 200), ("tests:other", 401), ("b:secret", 401), ("locked--1:x", 200),
      ] {
        client.key = key
        let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
        #expect(reply.status == status, "\(key)")
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
