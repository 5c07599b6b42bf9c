// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import Foundation
import HTTPTypes
import Testing

/// What `openapi/control.json` says of the control interface, against what the server does.
@Suite("The control interface's document", .timeLimit(.minutes(5)))
struct ControlDocumentTests {
  private static let methods = ["get", "put", "post", "delete"]

  private func document() throws -> JSONValue {
    let file = URL(filePath: #filePath).appending(path: "../../../openapi/control.json")
    return try JSONValue.parse(Array(Data(contentsOf: file.standardizedFileURL)))
  }

  @Test("has the very paths that there are")
  func paths() async throws {
    let paths = try #require(try document()["paths"]?.objectValue).keys
    try await withServer { _, client in
      let reply = try await client.send("GET", "/_falsework/nothing")
      let detail = try #require(reply.json["detail"]?.stringValue)
      let known = detail.split(separator: "it has ").last?.split(separator: ", ").map(String.init)
      #expect(Set(known ?? []) == Set(paths.map { "/_falsework\($0)" }))
    }
  }

  @Test("has the very methods and parameters that each path takes")
  func operations() async throws {
    let paths = try #require(try document()["paths"]?.objectValue)
    try await withServer { _, client in
      for (path, item) in paths.members.map({ ($0.name, $0.value) }) {
        let target = "/_falsework" + path.replacing(/\{\w+\}/, with: "1")
        let allow = try await client.send("PATCH", target).fields[.allow] ?? ""
        let documented = Self.methods.filter { item[$0] != nil }
        let allowed = Set(allow.split(separator: ", ").map { $0.lowercased() })
        #expect(allowed.subtracting(["head"]) == Set(documented), "\(path)")
        for method in documented {
          let parameters = item[method]?["parameters"]?.arrayValue ?? []
          let names = parameters.compactMap { $0["name"]?.stringValue }
          let query = (names + ["surely_not"]).map { "\($0)=1" }.joined(separator: "&")
          let reply = try await client.send(method.uppercased(), "\(target)?\(query)")
          #expect(reply.status == 400)
          #expect(
            reply.text.contains("has no parameter surely_not"), "\(method) \(path): \(reply.text)")
        }
      }
    }
  }

  @Test("is for those who show the token, where the server has one")
  func token() async throws {
    try await withServer(adjust: { $0.controlToken = "open-sesame" }) { _, client in
      let stranger = client.anonymous
      let refused = try await stranger.send("GET", "/_falsework/health")
      #expect(refused.status == 401)
      #expect(refused.fields[.wwwAuthenticate] == "Bearer")
      let fields = [("Authorization", "Bearer open-sesame")]
      #expect(try await stranger.send("GET", "/_falsework/health", fields: fields).status == 200)
      #expect(try await client.submit().status == 200)
    }
  }

  @Test("is never touched by faults")
  func untouched() async throws {
    try await withServer { _, client in
      _ = try await client.putIn(#"{"do": {"error": "plain_500"}}"#)
      #expect(try await client.submit().status == 500)
      #expect(try await client.send("GET", "/_falsework/health").status == 200)
    }
  }
}
