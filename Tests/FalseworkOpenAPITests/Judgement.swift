// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation
import Testing

/// What FastAPI and pydantic answered to one body.
struct Judgement: Sendable {
  let document: OpenAPIDocument
  let contentType: String?
  let body: [UInt8]
  let status: Int
  let reply: String

  enum Comparison {
    case alike
    case explained(KnownDifference)
    /// Not alike; this is our answer.
    case different(String)
  }

  /// Judges the same body ourselves.
  func comparison() throws -> Comparison {
    let (status, reply) = Self.answer(document.judge(body: body, contentType: contentType))
    if status == self.status, reply == self.reply { return .alike }
    let known = KnownDifference.allCases.first { $0.covers(self, ourStatus: status) }
    return known.map { .explained($0) } ?? .different("\(status) \(reply)")
  }

  func description(beside ours: String) -> String {
    let text = String(decoding: body, as: UTF8.self).debugDescription
    return """
      \(document.endpointID), \(contentType ?? "no type"): \(text)
        theirs: \(status) \(reply)
        ours:   \(ours)
      """
  }

  private static func answer(_ verdict: RequestBodyVerdict) -> (status: Int, reply: String) {
    switch verdict {
    case .accepted(let input): (200, printable(.object(input)).text())
    case .rejected(let status, let body): (status, body.text())
    }
  }

  /// The input as `Tests/differential/runner.py` prints what the handler was given.
  private static func printable(_ value: JSONValue) -> JSONValue {
    switch value {
    case .null, .bool, .string: value
    case .number(let number):
      number.isInteger || number.doubleValue.isFinite ? value : .string("\(number.doubleValue)")
    case .array(let elements): .array(elements.map(printable))
    case .object(let object):
      .object(
        JSONObject(
          members: object.members.map { .init(name: $0.name, value: printable($0.value)) }))
    }
  }
}

extension Judgement {
  private static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../..").standardizedFileURL

  /// The documents that the bodies are made for.
  private static let documents = [
    "openapi/fal-ai/trellis.json", "Fixtures/openapi/scalars.json",
    "Fixtures/openapi/containers.json", "Fixtures/openapi/unions.json",
  ].map { repository.appending(path: $0).path }

  /// Has `Tests/differential/record.py` make bodies from a seed and answer them.
  static func record(by python: String, seed: String, count: Int) async throws -> [Judgement] {
    let script = repository.appending(path: "Tests/differential/record.py").path
    let lines = try await PythonScript.output(
      of: [python, script, seed, "\(count)"] + documents)
    var read: [String: OpenAPIDocument] = [:]
    for path in documents {
      read[path] = try OpenAPIDocument(
        JSONValue.parse([UInt8](Data(contentsOf: URL(filePath: path)))))
    }
    return try lines.split(separator: UInt8(ascii: "\n")).map {
      try Judgement(JSONValue.parse($0), read)
    }
  }

  private init(_ line: JSONValue, _ documents: [String: OpenAPIDocument]) throws {
    document = try #require(documents[line["document"]?.stringValue ?? ""])
    contentType = line["type"]?.stringValue
    body = [UInt8](try #require(Data(base64Encoded: line["body"]?.stringValue ?? "")))
    status = try #require(line["status"]?.numberValue?.intValue)
    reply = try #require(line["reply"]?.stringValue)
  }
}
