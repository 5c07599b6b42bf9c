// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

extension WireClient {
  /// Puts one rule in, in JSON as scenarios have it, and returns its id.
  func putIn(_ rule: String, key: String? = nil) async throws -> String {
    let query = key.map { "?key=\($0)" } ?? ""
    let reply = try await send("POST", "/_falsework/faults\(query)", body: rule)
    try #require(reply.status == 201, "\(reply.text)")
    return try #require(reply.json["id"]?.stringValue)
  }

  /// What has become of a rule that was put in.
  func fault(_ id: String) async throws -> JSONValue {
    try await send("GET", "/_falsework/faults/\(id)").json
  }

  /// Waits until a rule that was put in has this state.
  func fault(_ id: String, is state: String) async throws {
    while try await fault(id)["state"]?.stringValue != state { await Task.yield() }
  }

  /// The entries of the journal that a query takes.
  func journal(_ query: String = "") async throws -> [JSONValue] {
    let reply = try await send("GET", "/_falsework/journal\(query)")
    try #require(reply.status == 200, "\(reply.text)")
    return reply.json["entries"]?.arrayValue ?? []
  }

  /// Submits the small input.
  func submit(fields: [(String, String)] = [], _ input: String = smallInput) async throws
    -> Response
  {
    try await send("POST", "/fal-ai/trellis", fields: fields, body: input)
  }
}
