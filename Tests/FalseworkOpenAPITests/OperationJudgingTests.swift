// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Requests and replies held against the document as written") struct OperationJudgingTests {
  static func summary(_ verdict: SchemaVerdict) -> [String] {
    switch verdict {
    case .valid(let value): ["valid \(value.text())"]
    case .invalid(let violations): violations.map(StrictBench.summary)
    }
  }

  static let body = "/paths/~1fal-ai~1trellis/post/requestBody"
  static let input = "#/components/schemas/TrellisInput"

  static let requests: [(body: String, type: String?, outcome: [String])] = [
    (#"{"image_url":"u","x":1}"#, "application/json", [#"valid {"image_url":"u","x":1}"#]),
    (#"{"image_url":"u"}"#, "Application/JSON; charset=utf-8", [#"valid {"image_url":"u"}"#]),
    ("", "application/json", [" #\(body)/required should be there: a body is required"]),
    (
      #"{"image_url":"u"}"#, "text/plain",
      [" #\(body)/content is not described; the document has application/json"]
    ),
    (
      #"{"image_url":"u"}"#, nil,
      [" #\(body)/content is not described; the document has application/json"]
    ),
    (
      #"{"image_url":"#, "application/json",
      [" #\(body)/content is not JSON: Expecting value: line 1 column 14 (char 13)"]
    ),
    ("\u{FEFF}{}", "application/json", [" #\(body)/content is not JSON: Unexpected UTF-8 BOM: …"]),
    (
      #"{"image_url":"u","seed":NaN}"#, "application/json",
      [" #\(body)/content is not JSON: Expecting value: …"]
    ),
    ("null", "application/json", [" \(input)/type should be an object"]),
    (
      #"{"seed":"1","mesh_simplify":1,"texture_size":256,"ss_sampling_steps":12.0}"#,
      "application/json",
      [
        "/seed \(input)/properties/seed/anyOf should be null or an integer",
        "/mesh_simplify \(input)/properties/mesh_simplify/maximum should be at most 0.98",
        "/texture_size \(input)/properties/texture_size/enum should be one of 512, 1024, 2048",
        "/ss_sampling_steps \(input)/properties/ss_sampling_steps/type should be an integer",
        " \(input)/required should have the member 'image_url'",
      ]
    ),
  ]

  @Test("name what is wrong with a request", arguments: requests)
  func request(_ body: String, _ type: String?, _ expected: [String]) throws {
    let operation = try #require(try TrellisDocument.read().submission)
    let verdict = operation.judge(
      requestBody: Array(body.utf8), contentType: type, formats: .asserted)
    let outcome = Self.summary(verdict)
    #expect(outcome.count == expected.count)
    for (found, wanted) in zip(outcome, expected) {
      let isOpen = wanted.hasSuffix("…")
      #expect(isOpen ? found.hasPrefix(wanted.dropLast()) : found == wanted)
    }
  }

  static let statusPath = "/fal-ai/trellis/requests/0-1/status"
  static let status200 = "/paths/~1fal-ai~1trellis~1requests~1{request_id}~1status/get/responses"

  static let replies: [(status: Int, type: String?, body: String, outcome: [String])] = [
    (
      200, "application/json", #"{"status":"IN_QUEUE","request_id":"r"}"#,
      [#"valid {"status":"IN_QUEUE","request_id":"r"}"#]
    ),
    (
      200, "application/json", #"{"status":"FAILED","logs":null}"#,
      [
        "/status #/components/schemas/QueueStatus/properties/status/enum should be one of "
          + #""IN_QUEUE", "IN_PROGRESS", "COMPLETED""#,
        "/logs #/components/schemas/QueueStatus/properties/logs/type should be an object",
        " #/components/schemas/QueueStatus/required should have the member 'request_id'",
      ]
    ),
    (
      202, "application/json", "{}",
      [" #\(status200) is not described; the document has 200"]
    ),
    (
      200, "text/html", "<p>",
      [" #\(status200)/200/content is not described; the document has application/json"]
    ),
    (200, nil, "", [" #\(status200)/200 should be there: a body is described"]),
    (
      200, "application/json", "<p>",
      [" #\(status200)/200/content is not JSON: Expecting value: line 1 column 1 (char 0)"]
    ),
  ]

  @Test("name what is wrong with a reply", arguments: replies)
  func reply(_ status: Int, _ type: String?, _ body: String, _ expected: [String]) throws {
    let document = try TrellisDocument.read()
    let operation = try #require(document.operation(method: "GET", matching: Self.statusPath))
    let verdict = operation.judge(
      replyBody: Array(body.utf8), status: status, contentType: type, formats: .asserted)
    #expect(Self.summary(verdict) == expected)
  }

  @Test("answer in the strict reading with the violations, and hand an accepted body on as it is")
  func verdicts() throws {
    let document = try TrellisDocument.read()
    let reading = SchemaReading.strict(formats: .asserted)
    func judge(_ body: String) -> RequestBodyVerdict {
      document.judge(body: Array(body.utf8), contentType: "application/json", reading: reading)
    }
    #expect(judge(#"{"x":1,"image_url":"u"}"#).acceptedText == #"{"x":1,"image_url":"u"}"#)
    #expect(
      judge(#"{"image_url":1}"#).refusalText
        == #"422 {"detail":[{"type":"type","loc":["body","image_url"],"#
        + #""msg":"should be a string","input":1,"#
        + #""keyword":"\#(Self.input)/properties/image_url/type"}]}"#)
  }

  @Test(
    "find the operation of a path",
    arguments: [
      ("get", "/fal-ai/trellis/requests/abc", "/fal-ai/trellis/requests/{request_id}"),
      (
        "GET", "/fal-ai/trellis/requests/abc/status", "/fal-ai/trellis/requests/{request_id}/status"
      ),
      ("post", "/fal-ai/trellis", "/fal-ai/trellis"), ("get", "/fal-ai/trellis", nil),
      ("get", "/fal-ai/trellis/requests/", nil), ("get", "/fal-ai/trellis/requests/a/b/c", nil),
      ("post", "/fal-ai/trellis/", nil), ("get", "", nil),
    ] as [(String, String, String?)])
  func matching(_ method: String, _ path: String, _ template: String?) throws {
    let operation = try TrellisDocument.read().operation(method: method, matching: path)
    #expect(operation?.path == template)
  }
}
