// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("What a document means by its keywords") struct StrictDialectTests {
  static let dialects: [SchemaDialect] = [.draft4, .draft202012, .openAPI30, .openAPI31]

  /// Whether the value fits in draft 4, 2020-12, OpenAPI 3.0 and OpenAPI 3.1; `nil` where the
  /// schema is refused.
  static let differences: [(schema: String, value: String, fits: [Bool?])] = [
    (#"{"type": "integer"}"#, "1.0", [false, true, false, true]),
    (#"{"type": "integer"}"#, "1e2", [false, true, false, true]),
    (#"{"minimum": 1, "exclusiveMinimum": true}"#, "1", [false, nil, false, false]),
    (#"{"maximum": 1, "exclusiveMaximum": false}"#, "1", [true, nil, true, true]),
    (#"{"exclusiveMinimum": 1}"#, "1", [nil, false, false, false]),
    (#"{"type": "string", "nullable": true}"#, "null", [false, false, true, false]),
    (
      #"{"type": "string", "nullable": true, "enum": ["a"]}"#, "null",
      [false, false, false, false]
    ),
    (#"{"nullable": true, "not": {"type": "null"}}"#, "null", [false, false, false, false]),
    (
      ##"{"$ref": "#/definitions/a", "maximum": 1, "definitions": {"a": {}}}"##, "2",
      [true, false, false, false]
    ),
    (#"{"items": [{"type": "null"}]}"#, "[1]", [false, nil, false, nil]),
    (#"{"items": [{}], "additionalItems": false}"#, "[1, 2]", [false, nil, false, nil]),
    (#"{"prefixItems": [{"type": "null"}]}"#, "[1]", [true, false, false, false]),
    (#"{"const": 1}"#, "2", [true, false, false, false]),
    (#"{"if": {}, "then": false}"#, "2", [true, false, false, false]),
    (#"{"contains": {"const": 1}}"#, "[2]", [true, false, false, false]),
    (#"{"propertyNames": false}"#, #"{"a": 1}"#, [true, false, false, false]),
    (#"{"dependencies": {"a": ["b"]}}"#, #"{"a": 1}"#, [false, false, false, false]),
    (#"{"anyOf": [{"type": "null"}]}"#, "null", [true, true, true, true]),
    (#"{"unevaluatedProperties": false}"#, #"{"a": 1}"#, [true, false, false, false]),
  ]

  @Test("differs between dialects", arguments: differences)
  func difference(_ schema: String, _ value: String, _ fits: [Bool?]) throws {
    for (dialect, expected) in zip(Self.dialects, fits) {
      let outcome = try? StrictBench.isValid(schema, value, dialect: dialect)
      #expect(outcome == expected, "\(dialect)")
    }
  }

  @Test("is found behind identifiers and anchors within the document")
  func names() throws {
    let schema = ##"""
      {"$id": "https://example.com/root.json", "properties": {
         "a": {"$ref": "inner.json"}, "b": {"$ref": "inner.json#deep"}, "c": {"$ref": "#here"},
         "d": {"$ref": "https://example.com/inner.json#/properties/x"},
         "e": {"$ref": "#/$defs/inner/properties/x"}},
       "$defs": {"own": {"$anchor": "here", "const": "c"},
         "inner": {"$id": "inner.json", "const": "a", "properties": {
           "x": {"$anchor": "deep", "const": "b"}}}}}
      """##
    for (name, wanted) in [("a", "a"), ("b", "b"), ("c", "c"), ("d", "b"), ("e", "b")] {
      #expect(try StrictBench.isValid(schema, #"{"\#(name)": "\#(wanted)"}"#))
      #expect(try !StrictBench.isValid(schema, #"{"\#(name)": "z"}"#))
    }
  }

  static let refused: [(String, SchemaDialect, String, OpenAPIError.Reason)] = [
    (#"{"$ref": "https://x.y/z"}"#, .draft4, "/$ref", .remoteReference("https://x.y/z")),
    (#"{"not": {"$ref": "a.json#/b"}}"#, .draft202012, "/not/$ref", .remoteReference("a.json#/b")),
    (##"{"$ref": "#/$defs/a"}"##, .draft202012, "/$ref", .danglingReference("#/$defs/a")),
    (##"{"$ref": "#a"}"##, .draft202012, "/$ref", .danglingReference("#a")),
    (##"{"$ref": "#/~2"}"##, .draft202012, "/$ref", .malformedReference("#/~2")),
    (##"{"allOf": [{"$ref": "#"}]}"##, .draft202012, "", .endlessReference),
    (#"{"items": 1}"#, .draft202012, "/items", .unexpectedKind(expected: "an object")),
    (#"{"multipleOf": 0}"#, .draft4, "/multipleOf", .unexpectedKind(expected: "a number above 0")),
    (
      #"{"exclusiveMaximum": 1}"#, .draft4, "/exclusiveMaximum",
      .unexpectedKind(expected: "a boolean")
    ),
    (#"{"maxItems": 1.5}"#, .draft202012, "/maxItems", .unexpectedKind(expected: "a count")),
    (#"{"minLength": -1}"#, .draft202012, "/minLength", .unexpectedKind(expected: "a count")),
    (#"{"uniqueItems": 1}"#, .draft4, "/uniqueItems", .unexpectedKind(expected: "a boolean")),
    (#"{"type": ["null", "int"]}"#, .draft4, "/type/1", .unknownType("int")),
    (#"{"required": true}"#, .draft4, "/required", .unexpectedKind(expected: "an array")),
    (#"{"pattern": 1}"#, .draft4, "/pattern", .unexpectedKind(expected: "a string")),
  ]

  @Test("is refused with its place where it is malformed", arguments: refused)
  func malformed(
    _ schema: String, _ dialect: SchemaDialect, _ pointer: String, _ reason: OpenAPIError.Reason
  ) throws {
    let json = try JSONValue.parse(schema)
    let error = #expect(throws: OpenAPIError.self) { try JSONSchema(json, dialect: dialect) }
    #expect(error?.pointer.description == pointer)
    #expect(error?.reason == reason)
  }

  static let diagnostics: [(String, SchemaDialect, [String])] = [
    (
      #"{"minimun": 1, "x-y": 1, "title": "t"}"#, .draft202012,
      ["#/minimun: keyword 'minimun' is not known; begin the names of extensions with 'x-'"]
    ),
    (
      #"{"properties": {"a": {"nullable": true}}}"#, .openAPI30,
      ["#/properties/a/nullable: 'nullable' has no effect: there is no 'type' beside it"]
    ),
    (
      #"{"nullable": true}"#, .openAPI31,
      ["#/nullable: keyword 'nullable' is not known; begin the names of extensions with 'x-'"]
    ),
    (#"{"then": {}}"#, .draft202012, ["#/then: 'then' has no effect: there is no 'if' beside it"]),
    (#"{"format": "colour"}"#, .draft4, ["#/format: format 'colour' is not checked"]),
    (#"{"format": "password"}"#, .openAPI30, []),
    (
      #"{"pattern": "(?=a)"}"#, .draft4,
      [
        "#/pattern: pattern '(?=a)' is not checked: it uses lookaround '(?=', "
          + "which is not supported"
      ]
    ),
    (
      #"{"patternProperties": {"(": {}}}"#, .draft4,
      [
        "#/patternProperties/(: pattern '(' is not checked: it is no ECMA-262 pattern: "
          + "'(' at 0 is not closed"
      ]
    ),
    (
      #"{"$schema": "http://json-schema.org/draft-07/schema#"}"#, .draft202012,
      ["#/$schema: '$schema' has no effect: the schema is read as 2020-12"]
    ),
    (#"{"$schema": "http://json-schema.org/draft-04/schema#"}"#, .draft4, []),
    (#"{"discriminator": {"propertyName": "a"}, "example": 1, "xml": {}}"#, .openAPI30, []),
  ]

  @Test("is said to be unchecked where it is", arguments: diagnostics)
  func diagnostic(_ schema: String, _ dialect: SchemaDialect, _ expected: [String]) throws {
    let schema = try JSONSchema(JSONValue.parse(schema), dialect: dialect)
    #expect(schema.diagnostics.map(\.description) == expected)
  }

  @Test("lets no member count as undescribed when a pattern cannot be used")
  func unusablePattern() throws {
    let schema = #"{"patternProperties": {"(?!a)": {}}, "additionalProperties": false}"#
    #expect(try StrictBench.isValid(schema, #"{"b": 1}"#))
  }
}
