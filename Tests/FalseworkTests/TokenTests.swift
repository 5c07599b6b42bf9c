// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import FalseworkQueue
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Short-lived tokens") struct TokenTests {
  private static func token(
    _ client: WireClient, _ target: String = "/rest.fal.ai/tokens/",
    _ body: String = #"{"allowed_apps":["trellis"],"token_expiration":120}"#
  ) async throws -> String {
    let reply = try await client.send("POST", target, body: body)
    #expect(reply.status == 200)
    return try #require(reply.json.stringValue ?? reply.json["token"]?.stringValue)
  }

  private static func status(
    of id: String, _ client: WireClient, _ authorization: String
  ) async throws -> WireClient.Response {
    try await client.anonymous.send(
      "GET", "/fal-ai/trellis/requests/\(id)/status", fields: [("Authorization", authorization)])
  }

  private static func submit(_ client: WireClient) async throws -> String {
    let reply = try await client.send("POST", "/fal-ai/trellis", body: smallInput)
    return try #require(reply.json["request_id"]?.stringValue)
  }

  @Test(
    "stand for the key that asked for them",
    arguments: [
      ("/rest.fal.ai/tokens/", #"{"allowed_apps":["trellis"],"token_expiration":120}"#),
      ("/rest.alpha.fal.ai/tokens/", #"{"allowed_apps":["trellis"]}"#),
      ("/rest.fal.ai/tokens/realtime", #"{"allowed_apps":["fal-ai/trellis"],"duration":120}"#),
    ])
  func session(target: String, body: String) async throws {
    try await withServer { _, client in
      let id = try await Self.submit(client)
      let token = try await Self.token(client, target, body)
      #expect(token.split(separator: ".").count == 3)
      for scheme in ["Bearer", "bearer"] {
        #expect(try await Self.status(of: id, client, "\(scheme) \(token)").status == 200)
      }
      let other = try await Self.token(client.with(key: "other:secret"), target, body)
      #expect(try await Self.status(of: id, client, "Bearer \(other)").status == 404)
      // Of another hand, so another universe, as any token that this server did not give out.
      let forged = token.dropLast() + (token.hasSuffix("A") ? "B" : "A")
      #expect(try await Self.status(of: id, client, "Bearer \(forged)").status == 404)
    }
  }

  @Test("say whom they are for, and have the two forms that clients read")
  func forms() async throws {
    try await withServer { _, client in
      let bare = try await client.send(
        "POST", "/rest.fal.ai/tokens/", body: #"{"allowed_apps":["trellis"]}"#)
      #expect(bare.json.stringValue != nil)
      #expect(bare.fields[.contentType] == "application/json")
      let wrapped = try await client.send(
        "POST", "/rest.fal.ai/tokens/realtime", body: #"{"allowed_apps":["fal-ai/trellis"]}"#)
      #expect(wrapped.json.objectValue?.members.map(\.name) == ["token"])
      // {"alg":"HS256","typ":"JWT"}, as every library writes it.
      #expect(bare.json.stringValue?.hasPrefix("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.") == true)
    }
  }

  @Test("outlive the server, but not their time")
  func expiry() async throws {
    try await withTemporaryFolder { folder in
      let (id, token) = try await withServer(in: folder, speed: 0.001) { _, client in
        (try await Self.submit(client), try await Self.token(client))
      }
      try await withServer(in: folder, speed: 0.001) { (_, client) async throws in
        #expect(try await Self.status(of: id, client, "Bearer \(token)").status == 200)
      }
      try await withServer(in: folder, speed: 100_000) { (_, client) async throws in
        var reply = try await Self.status(of: id, client, "Bearer \(token)")
        while reply.status == 200 {
          reply = try await Self.status(of: id, client, "Bearer \(token)")
        }
        #expect(reply.status == 401)
        #expect(reply.text == #"{"detail": "Token has expired"}"#)
      }
    }
  }

  @Test(
    "are refused",
    arguments: [
      ("/rest.fal.ai/tokens/", "", "Field required"),
      ("/rest.fal.ai/tokens/", "{}", "allowed_apps"),
      ("/rest.fal.ai/tokens/", #"{"allowed_apps":"trellis"}"#, "list of at most 100 strings"),
      ("/rest.fal.ai/tokens/", #"{"allowed_apps":[1]}"#, "list of at most 100 strings"),
      ("/rest.fal.ai/tokens/", #"{"allowed_apps":[],"token_expiration":0}"#, "from 1 to 86400"),
      (
        "/rest.fal.ai/tokens/realtime", #"{"allowed_apps":[],"duration":86401}"#,
        "from 1 to 86400"
      ),
    ])
  func refused(target: String, body: String, mention: String) async throws {
    try await withServer { _, client in
      let reply = try await client.send("POST", target, body: body)
      #expect(reply.status == 422)
      #expect(reply.text.contains(mention), "\(reply.text)")
      let anonymous = try await client.anonymous.send("POST", target, body: body)
      #expect(anonymous.status == 401)
      #expect(anonymous.text.contains("Authorization header is required"))
    }
  }
}
