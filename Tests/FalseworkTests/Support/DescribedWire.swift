// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation
import HTTPTypes
import Testing

/// The document of `fal-ai/trellis` with what the wire has beyond it,
/// `Fixtures/known-differences.json`.
struct DescribedWire {
  /// An operation of the queue, by what it is for.
  enum Action: String, CaseIterable {
    case submit, status, result, cancel

    fileprivate var operation: (method: String, path: String) {
      switch self {
      case .submit: ("post", "/fal-ai/trellis")
      case .status: ("get", "/fal-ai/trellis/requests/{request_id}/status")
      case .result: ("get", "/fal-ai/trellis/requests/{request_id}")
      case .cancel: ("put", "/fal-ai/trellis/requests/{request_id}/cancel")
      }
    }
  }

  struct Difference {
    /// `status 202`, or the pointer of a schema.
    let name: String
    let reason: String
    let provenance: String
    /// The status that the document lacks, `nil` where a schema is replaced.
    let status: Int?
    let replacements: [(pointer: JSONPointer, value: JSONValue)]

    var isError: Bool { (status ?? 0) >= 400 }
  }

  let differences: [Difference]
  private let document: OpenAPIDocument

  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../..").standardizedFileURL

  /// Lays those differences that `isWanted` over the document.
  init(_ isWanted: (Difference) -> Bool = { _ in true }) throws {
    var json = try Self.read("openapi/fal-ai/trellis.json")
    let entries = try #require(Self.read("Fixtures/known-differences.json")["differences"])
    differences = try #require(entries.arrayValue).map(Self.difference)
    for (pointer, value) in differences.filter(isWanted).flatMap(\.replacements) {
      json = json.putting(value, at: pointer.tokens[...])
    }
    document = try OpenAPIDocument(json)
  }

  /// Returns what the description has against a reply, in words.
  func complaints(_ action: Action, _ reply: WireClient.Response) throws -> [String] {
    let (method, path) = action.operation
    let operation = try #require(document.operation(method: method, path: path))
    let verdict = operation.judge(
      replyBody: reply.content, status: reply.status,
      contentType: reply.fields[.contentType], formats: .asserted)
    guard case .invalid(let violations) = verdict else { return [] }
    return violations.map { "\(action) \(reply.status) #\($0.instance): \($0.message)" }
  }

  private static func read(_ path: String) throws -> JSONValue {
    try JSONValue.parse([UInt8](Data(contentsOf: repository.appending(path: path))))
  }

  private static func difference(_ entry: JSONValue) throws -> Difference {
    let put = try #require(entry["put"])
    let reason = try #require(entry["reason"]?.stringValue)
    let provenance = try #require(entry["provenance"]?.stringValue)
    if let schema = entry["schema"]?.stringValue {
      return Difference(
        name: schema, reason: reason, provenance: provenance, status: nil,
        replacements: [(try JSONPointer(parsing: schema), put)])
    }
    let operation = try #require(entry["operation"]?.stringValue)
    let status = try #require(entry["status"]?.stringValue)
    let response: JSONValue = [
      "description": .string(reason), "content": ["application/json": ["schema": put]],
    ]
    let actions =
      operation == "every" ? Action.allCases : [try #require(Action(rawValue: operation))]
    return Difference(
      name: "\(operation) \(status)", reason: reason, provenance: provenance,
      status: Int(status),
      replacements: actions.map {
        let tokens = ["paths", $0.operation.path, $0.operation.method, "responses", status]
        return (JSONPointer(tokens: tokens), response)
      })
  }
}

extension JSONValue {
  /// Returns this object with a member deep in it set; the way there must exist.
  fileprivate func putting(_ value: JSONValue, at tokens: ArraySlice<String>) -> JSONValue {
    guard let first = tokens.first else { return value }
    var object = objectValue ?? [:]
    let member = object[first] ?? .object([:])
    object[first] = member.putting(value, at: tokens.dropFirst())
    return .object(object)
  }
}
