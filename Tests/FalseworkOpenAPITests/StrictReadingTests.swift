// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

/// What the strict reading says of a value, as text.
enum StrictBench {
  /// Returns `valid`, or for each violation where it is, the keyword, and the sentence.
  static func outcome(
    _ schema: String, _ value: String, dialect: SchemaDialect = .draft202012,
    formats: FormatMeaning = .asserted
  ) throws -> String {
    let schema = try JSONSchema(JSONValue.parse(schema), dialect: dialect)
    switch schema.validate(try JSONValue.parse(value), formats: formats) {
    case .valid: return "valid"
    case .invalid(let violations): return violations.map(summary).joined(separator: " | ")
    }
  }

  static func summary(_ violation: Violation) -> String {
    let keyword = violation.keyword.map { "#\($0)" } ?? ""
    return "\(violation.instance) \(keyword) \(violation.message)"
  }

  static func isValid(
    _ schema: String, _ value: String, dialect: SchemaDialect = .draft202012
  ) throws -> Bool {
    try outcome(schema, value, dialect: dialect) == "valid"
  }
}

@Suite("The strict reading") struct StrictReadingTests {
  static let sentences: [(String, String, String)] = [
    (#"{"type": "string"}"#, "1", " #/type should be a string"),
    (#"{"type": ["integer", "null"]}"#, "1.5", " #/type should be null or an integer"),
    (#"{"type": ["number", "object"]}"#, "[]", " #/type should be a number or an object"),
    (#"{"enum": [1, "a", null]}"#, "2", #" #/enum should be one of 1, "a", null"#),
    (
      #"{"enum": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}"#, "11",
      " #/enum should be one of 1, 2, 3, 4, 5, 6, 7, 8 and 2 more"
    ),
    (#"{"const": {"a": 1}}"#, "{}", #" #/const should be {"a": 1}"#),
    (#"{"minimum": 1.50}"#, "1.4", " #/minimum should be at least 1.50"),
    (#"{"maximum": 1e2}"#, "101", " #/maximum should be at most 1e2"),
    (#"{"exclusiveMinimum": 0}"#, "0", " #/exclusiveMinimum should be more than 0"),
    (#"{"exclusiveMaximum": 0}"#, "0.0", " #/exclusiveMaximum should be less than 0"),
    (#"{"multipleOf": 8}"#, "9", " #/multipleOf should be a multiple of 8"),
    (#"{"minLength": 2}"#, #""😀""#, " #/minLength should have at least 2 characters"),
    (#"{"maxLength": 1}"#, #""ab""#, " #/maxLength should have at most 1 character"),
    (#"{"pattern": "^a"}"#, #""b""#, " #/pattern should match the pattern ^a"),
    (#"{"format": "uuid"}"#, #""b""#, " #/format should have the format uuid"),
    (#"{"minItems": 1}"#, "[]", " #/minItems should have at least 1 element, not 0"),
    (#"{"maxItems": 1}"#, "[1, 2]", " #/maxItems should have at most 1 element, not 2"),
    (
      #"{"uniqueItems": true}"#, #"[1, {"a": 1, "b": 2}, {"b": 2.0, "a": 1e0}]"#,
      " #/uniqueItems elements 1 and 2 should not be equal"
    ),
    (
      #"{"contains": {"const": 1}}"#, "[2]",
      " #/contains should contain at least 1 element of the kind, not 0"
    ),
    (
      #"{"contains": {"const": 1}, "maxContains": 1}"#, "[1, 1]",
      " #/maxContains should contain at most 1 element of the kind, not 2"
    ),
    (#"{"items": {"type": "null"}}"#, "[null, 1]", "/1 #/items/type should be null"),
    (#"{"prefixItems": [{}, false]}"#, "[1, 2]", "/1 #/prefixItems/1 is not allowed here"),
    (#"{"minProperties": 1}"#, "{}", " #/minProperties should have at least 1 member, not 0"),
    (
      #"{"maxProperties": 1}"#, #"{"a": 1, "b": 1}"#,
      " #/maxProperties should have at most 1 member, not 2"
    ),
    (
      #"{"required": ["a", "b~/"]}"#, "{}",
      " #/required should have the member 'a' |  #/required should have the member 'b~/'"
    ),
    (
      #"{"properties": {"a/b": {"type": "null"}}}"#, #"{"a/b": 1}"#,
      "/a~1b #/properties/a~1b/type should be null"
    ),
    (
      #"{"additionalProperties": false, "properties": {"a": {}}}"#, #"{"a": 1, "b": 2, "c": 3}"#,
      "/b #/additionalProperties is not allowed here | "
        + "/c #/additionalProperties is not allowed here"
    ),
    (
      #"{"patternProperties": {"^x": {"type": "null"}}}"#, #"{"ax": 1, "xa": 1}"#,
      "/xa #/patternProperties/^x/type should be null"
    ),
    (
      #"{"propertyNames": {"maxLength": 1}}"#, #"{"ab": 1}"#,
      " #/propertyNames/maxLength should have at most 1 character"
    ),
    (
      #"{"dependentRequired": {"a": ["b"]}}"#, #"{"a": 1}"#,
      " #/dependentRequired should have the member 'b', because it has 'a'"
    ),
    (#"{"not": {"type": "null"}}"#, "null", " #/not should not fit the schema of 'not'"),
    (#"{"if": {"minimum": 5}, "then": {"const": 7}}"#, "6", " #/then/const should be 7"),
    (#"{"if": {"minimum": 5}, "else": {"const": 1}}"#, "2", " #/else/const should be 1"),
    (
      #"{"unevaluatedProperties": false, "allOf": [{"properties": {"a": {}}}]}"#,
      #"{"a": 1, "b": 1}"#, "/b #/unevaluatedProperties is not allowed here"
    ),
    ("false", "1", " # is not allowed here"),
    (
      ##"{"$ref": "#/$defs/x", "$defs": {"x": {"type": "null"}}}"##, "1",
      " #/$defs/x/type should be null"
    ),
  ]

  @Test("names the place, the keyword and what was expected", arguments: sentences)
  func sentence(_ schema: String, _ value: String, _ expected: String) throws {
    #expect(try StrictBench.outcome(schema, value) == expected)
  }

  static let alternatives: [(String, String, String)] = [
    (
      #"{"anyOf": [{"type": "integer", "minimum": 5}, {"type": "null"}]}"#, "1",
      " #/anyOf/0/minimum should be at least 5"
    ),
    (
      #"{"anyOf": [{"type": "integer"}, {"type": "null"}]}"#, #""x""#,
      " #/anyOf should be null or an integer"
    ),
    (
      #"{"oneOf": [{"minimum": 5}, {"maximum": 0}]}"#, "1",
      " #/oneOf should fit one of 2 alternatives"
    ),
    (
      #"{"oneOf": [{"minimum": 5}, {"type": "integer"}, {"const": 7}]}"#, "7",
      " #/oneOf should fit one alternative only, but fits 0 and 1"
    ),
  ]

  @Test("explains the alternative that was meant, if one stands out", arguments: alternatives)
  func alternative(_ schema: String, _ value: String, _ expected: String) throws {
    #expect(try StrictBench.outcome(schema, value) == expected)
  }

  @Test("lists what each alternative has against a value")
  func causes() throws {
    let schema = try JSONSchema(["oneOf": [["minimum": 5], ["multipleOf": 2]]])
    guard case .invalid(let violations) = schema.validate(1) else {
      Issue.record("valid")
      return
    }
    #expect(violations.count == 1)
    #expect(
      violations.first?.causes.map(StrictBench.summary) == [
        " #/oneOf/0/minimum should be at least 5",
        " #/oneOf/1/multipleOf should be a multiple of 2",
      ])
  }

  @Test("carries the value that was seen, in the shape of a reply as well")
  func parts() throws {
    let schema = try JSONSchema(["properties": ["a": ["items": ["maximum": 3]]]])
    guard case .invalid(let violations) = schema.validate(["a": [1, 5]]) else {
      Issue.record("valid")
      return
    }
    #expect(violations.map(\.input) == [5])
    #expect(violations.map(\.type.rawValue) == ["maximum"])
    #expect(
      violations.first?.detail == [
        "type": "maximum", "loc": ["a", 1], "msg": "should be at most 3", "input": 5,
        "keyword": "#/properties/a/items/maximum",
      ])
  }

  @Test("asserts formats only when it is asked to")
  func formats() throws {
    let schema = #"{"format": "date", "type": "string"}"#
    #expect(try StrictBench.outcome(schema, #""x""#, formats: .annotation) == "valid")
    #expect(try StrictBench.outcome(schema, #""x""#, formats: .asserted) != "valid")
  }

  @Test("takes the last of duplicate members, as parsers do")
  func duplicates() throws {
    let schema = #"{"properties": {"a": {"type": "null"}}, "maxProperties": 1}"#
    #expect(try StrictBench.isValid(schema, #"{"a": 1, "a": null}"#))
    #expect(try !StrictBench.isValid(schema, #"{"a": null, "a": 1}"#))
  }

  @Test("keeps names apart that only look alike")
  func canonicalEquivalence() throws {
    let schema = #"{"properties": {"\u00e9": {"type": "null"}}, "required": ["\u00e9"]}"#
    #expect(try StrictBench.isValid(schema, #"{"\u00e9": null}"#))
    #expect(try !StrictBench.isValid(schema, #"{"e\u0301": null}"#))
    #expect(try !StrictBench.isValid(#"{"const": "\u00e9"}"#, #""e\u0301""#))
    #expect(try StrictBench.isValid(#"{"uniqueItems": true}"#, #"["\u00e9", "e\u0301"]"#))
  }
}
