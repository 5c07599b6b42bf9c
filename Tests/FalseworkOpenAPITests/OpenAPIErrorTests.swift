// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Documents that cannot be read") struct OpenAPIErrorTests {
  static let info = #""info": {"x-fal-metadata": {"endpointId": "x/y"}}"#

  static let heads: [(String, String, OpenAPIError.Reason)] = [
    ("[]", "", .missingMember("openapi")), ("{}", "", .missingMember("openapi")),
    (#"{"openapi": 3}"#, "/openapi", .unexpectedKind(expected: "a string")),
    (#"{"openapi": "2.0"}"#, "/openapi", .unsupportedVersion("2.0")),
    (#"{"openapi": "3.10"}"#, "/openapi", .unsupportedVersion("3.10")),
    (#"{"openapi": "3.1.0"}"#, "", .missingMember("info")),
    (#"{"openapi": "3.0.4", "info": {}}"#, "/info", .missingMember("x-fal-metadata")),
    (
      #"{"openapi": "3.0.4", "info": {"x-fal-metadata": {}}}"#, "/info/x-fal-metadata",
      .missingMember("endpointId")
    ),
    (#"{"openapi": "3.0.4", \#(info)}"#, "", .missingMember("paths")),
    (
      #"{"openapi": "3.0.4", \#(info), "paths": []}"#, "/paths",
      .unexpectedKind(expected: "an object")
    ),
    (
      #"{"openapi": "3.0.4", \#(info), "paths": {"/a": {"get": {"parameters": [{}]}}}}"#,
      "/paths/~1a/get/parameters/0", .missingMember("name")
    ),
  ]

  @Test("name the place and the reason", arguments: heads)
  func head(_ text: String, _ pointer: String, _ reason: OpenAPIError.Reason) throws {
    let json = try JSONValue.parse(text)
    let error = #expect(throws: OpenAPIError.self) { try OpenAPIDocument(json) }

    #expect(error?.pointer.description == pointer)
    #expect(error?.reason == reason)
  }

  static let place = "/paths/~1x~1y/post/requestBody/content/application~1json/schema/properties/v"
  static let remote = "https://example.com/schema.json"

  static let schemas: [(String, String, OpenAPIError.Reason)] = [
    (#"{"$ref": "\#(remote)"}"#, "/$ref", .remoteReference(remote)),
    (#"{"$ref": "other.json#/a"}"#, "/$ref", .remoteReference("other.json#/a")),
    (##"{"$ref": "#a"}"##, "/$ref", .malformedReference("#a")),
    (
      ##"{"$ref": "#/components/schemas/Nope"}"##, "/$ref",
      .danglingReference("#/components/schemas/Nope")
    ),
    (#"{"$ref": 1}"#, "/$ref", .unexpectedKind(expected: "a string")),
    (#"{"type": "text"}"#, "/type", .unknownType("text")),
    (#"{"type": ["integer", "text"]}"#, "/type/1", .unknownType("text")),
    (#"{"type": "number", "minimum": "0"}"#, "/minimum", .unexpectedKind(expected: "a number")),
    (#"{"type": "string", "minLength": -1}"#, "/minLength", .unexpectedKind(expected: "a count")),
    (#"{"anyOf": {}}"#, "/anyOf", .unexpectedKind(expected: "an array")),
    (#"{"anyOf": [1]}"#, "/anyOf/0", .unexpectedKind(expected: "an object")),
    (#"{"properties": []}"#, "/properties", .unexpectedKind(expected: "an object")),
    (
      #"{"properties": {}, "required": [1]}"#, "/required/0",
      .unexpectedKind(expected: "a string")
    ),
  ]

  @Test("name the place in a schema", arguments: schemas)
  func schema(_ text: String, _ pointer: String, _ reason: OpenAPIError.Reason) {
    let error = #expect(throws: OpenAPIError.self) { try SchemaBench.document(text) }

    #expect(error?.pointer.description == Self.place + pointer)
    #expect(error?.reason == reason)
  }

  static let endless = [
    ##"{"$ref": "#\##(place)"}"##, ##"{"anyOf": [{"type": "null"}, {"$ref": "#\##(place)"}]}"##,
    ##"{"oneOf": [{"type": "string"}, {"allOf": [{"$ref": "#\##(place)"}]}]}"##,
  ]

  @Test("refuse schemas that refer to themselves without end", arguments: endless)
  func endlessReference(_ schema: String) {
    let error = #expect(throws: OpenAPIError.self) { try SchemaBench.document(schema) }
    #expect(error?.reason == .endlessReference)
  }

  @Test("allow cycles that go through the value")
  func cycle() throws {
    let schema = ##"{"type": "array", "items": {"$ref": "#\##(Self.place)"}}"##

    #expect(try SchemaBench.outcome(schema, "[[],[[]]]") == "[[],[[]]]")
    #expect(try SchemaBench.outcome(schema, "[[],[[1]]]") == "list_type 1 0 0")
  }

  @Test("follow cycles as deep as bodies may nest", arguments: [511, 512])
  func deepValue(_ depth: Int) throws {
    let schema = ##"{"type": "array", "items": {"$ref": "#\##(Self.place)"}}"##
    let value = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    let verdict = try SchemaBench.document(schema).judge(text: #"{"v":\#(value)}"#)

    #expect(verdict.acceptedText == (depth < 512 ? #"{"v":\#(value)}"# : nil))
  }

  @Test("bound how deep schemas nest", arguments: [100, 300])
  func depth(_ depth: Int) {
    let open = String(repeating: #"{"type": "array", "items": "#, count: depth)
    let schema = open + "{}" + String(repeating: "}", count: depth)
    if depth < 256 {
      #expect(throws: Never.self) { try SchemaBench.document(schema) }
    } else {
      let error = #expect(throws: OpenAPIError.self) { try SchemaBench.document(schema) }
      #expect(error?.reason == .depthExceeded(limit: 256))
    }
  }

  @Test("list the constraints that are not checked")
  func unenforced() throws {
    let schema = #"{"type": "string", "pattern": "(?=a)", "format": "uri", "x-ui": 1}"#
    let document = try SchemaBench.document(schema)

    #expect(
      document.unenforcedKeywords.map(\.description) == [
        Self.place + "/format", Self.place + "/pattern",
      ])
  }

  @Test("describe themselves in one line")
  func description() {
    let error = #expect(throws: OpenAPIError.self) { try OpenAPIDocument([:]) }
    #expect(error?.description == "#: has no member 'openapi'")
  }
}
