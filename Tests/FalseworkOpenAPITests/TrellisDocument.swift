// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Foundation

/// The document of `fal-ai/trellis` as the repository ships it.
enum TrellisDocument {
  static func json() throws -> JSONValue {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../openapi/fal-ai/trellis.json")
    return try JSONValue.parse([UInt8](Data(contentsOf: url)))
  }

  static func read() throws -> OpenAPIDocument { try OpenAPIDocument(json()) }
}

extension OpenAPIDocument {
  /// Returns the one object in `detail`, as text, of a reply with status 422.
  func onlyDetail(_ body: String) -> String? {
    guard case .rejected(422, let reply) = judge(text: body) else { return nil }
    guard let details = reply["detail"]?.arrayValue, details.count == 1 else { return nil }
    return details[0].text()
  }

  func judge(text: String, contentType: String? = "application/json") -> RequestBodyVerdict {
    judge(body: Array(text.utf8), contentType: contentType)
  }
}

extension RequestBodyVerdict {
  /// The input as text, or `nil` for a refusal.
  var acceptedText: String? {
    if case .accepted(let input) = self { JSONValue.object(input).text() } else { nil }
  }

  /// The status and the reply as text, or `nil` for an acceptance.
  var refusalText: String? {
    if case .rejected(let status, let body) = self { "\(status) \(body.text())" } else { nil }
  }
}
