// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

/// A document with one property `v` of a schema under test, and components for it to refer to.
enum SchemaBench {
  static let components = #"""
    {"Lora": {"title": "Lora", "type": "object", "required": ["path"], "properties": {
       "path": {"type": "string"}, "scale": {"type": "number", "minimum": 0, "maximum": 4,
       "default": 1}, "child": {"anyOf": [{"$ref": "#/components/schemas/Lora"},
       {"type": "null"}]}}},
     "Size": {"title": "Size", "type": "object", "properties": {
       "width": {"type": "integer", "exclusiveMinimum": 0, "default": 512},
       "height": {"type": "integer", "default": 512}}},
     "Strict": {"type": "object", "additionalProperties": false, "required": ["a"],
       "properties": {"a": {"type": "integer"}}},
     "Open": {"type": "object", "additionalProperties": true, "required": ["a"],
       "properties": {"a": {"type": "integer"}}},
     "Color": {"type": "string", "enum": ["red", "blue"]}}
    """#

  static func document(_ schema: String) throws -> OpenAPIDocument {
    try OpenAPIDocument(
      JSONValue.parse(
        #"""
        {"openapi": "3.1.0", "info": {"x-fal-metadata": {"endpointId": "x/y"}},
         "components": {"schemas": \#(components)},
         "paths": {"/x/y": {"post": {"requestBody": {"required": true, "content": {
           "application/json": {"schema": {"type": "object", "properties": {"v": \#(schema)}}}}},
           "responses": {}}}}}
        """#))
  }

  /// Returns what becomes of `v`: its text when accepted, else `type loc…` of each complaint.
  static func outcome(_ schema: String, _ value: String) throws -> String {
    switch try document(schema).judge(text: #"{"v":\#(value)}"#) {
    case .accepted(let input): return input["v"]?.text() ?? "absent"
    case .rejected(_, let body):
      let details = body["detail"]?.arrayValue ?? []
      return details.map(summary).joined(separator: " | ")
    }
  }

  private static func summary(_ detail: JSONValue) -> String {
    let steps = (detail["loc"]?.arrayValue ?? []).dropFirst(2).map { $0.stringValue ?? $0.text() }
    return ([detail["type"]?.stringValue ?? ""] + steps).joined(separator: " ")
  }
}

@Suite("Schemas of other endpoints") struct ObservedSchemaTests {
  static let lora = ##"{"$ref": "#/components/schemas/Lora"}"##
  static let size = ##"{"$ref": "#/components/schemas/Size"}"##
  static let bool = #"{"type": "boolean"}"#
  static let list = #"{"type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 2}"#
  static let dict = #"{"type": "object", "additionalProperties": {"type": "integer"}}"#
  static let hexadecimal = #"{"type": "string", "pattern": "^#[0-9a-f]{3}$", "maxLength": 5}"#
  static let text = #"{"type": "string", "minLength": 2, "maxLength": 3}"#

  static let booleans: [(String, String)] = [
    ("true", "true"), ("0", "false"), ("1.0", "true"), (#""ON""#, "true"), (#""f""#, "false"),
    (#""No""#, "false"), ("2", "bool_parsing"), ("16.0", "bool_parsing"),
    (#"" on ""#, "bool_parsing"),
    ("0.5", "bool_type"), ("NaN", "bool_type"), ("null", "bool_type"), ("[]", "bool_type"),
    ("-9223372036854775808", "bool_parsing"), ("-9223372036854775809", "bool_type"),
    ("-9223372036854775808.0", "bool_type"), ("1000000000000000000000", "bool_type"),
    ("1e20", "bool_type"),
  ]

  @Test("read booleans", arguments: booleans)
  func boolean(_ value: String, _ outcome: String) throws {
    #expect(try SchemaBench.outcome(Self.bool, value) == outcome)
  }

  static let shapes: [(String, String, String)] = [
    (text, #""é😀""#, #""é😀""#), (text, #""é""#, "string_too_short"),
    (text, #""abcd""#, "string_too_long"),
    (hexadecimal, ##""#0af""##, ##""#0af""##),
    (hexadecimal, ##""#0af\n""##, "string_pattern_mismatch"),
    (hexadecimal, ##""#0af0a""##, "string_too_long"), (hexadecimal, "1", "string_type"),
    (#"{"type": "string", "pattern": "[a-c]{2}"}"#, #""x bc""#, #""x bc""#),
    (list, #"["a"]"#, #"["a"]"#), (list, "[]", "too_short"), (list, "[1,2,3]", "too_long"),
    (list, "[1,null]", "string_type 0 | string_type 1"), (list, "{}", "list_type"),
    (dict, #"{"a":"1","b":2.0}"#, #"{"a":1,"b":2}"#),
    (dict, #"{"a":"x","b":[]}"#, "int_parsing a | int_type b"),
    (dict, "[]", "dict_type"), (lora, #"{"path":"p"}"#, #"{"path":"p","scale":1,"child":null}"#),
    (
      lora, #"{"path":"p","child":{"path":"q","scale":"2"}}"#,
      #"{"path":"p","scale":1,"child":{"path":"q","scale":2.0,"child":null}}"#
    ),
    (
      lora, #"{"scale":5,"child":{"child":{}}}"#,
      "missing path | less_than_equal scale | missing child path | missing child child path"
    ),
    (lora, "[]", "model_attributes_type"), (lora, "null", "model_attributes_type"),
    (
      ##"{"$ref": "#/components/schemas/Strict"}"##, #"{"b":1,"a":2,"c":3}"#,
      "extra_forbidden b | extra_forbidden c"
    ),
    (##"{"$ref": "#/components/schemas/Open"}"##, #"{"b":"x","a":"2"}"#, #"{"a":2,"b":"x"}"#),
    (##"{"$ref": "#/components/schemas/Color"}"##, #""green""#, "enum"),
    (#"{"type": "string", "enum": ["it's", "b"]}"#, #""c""#, "literal_error"),
    (#"{"const": 1}"#, "true", "1"), (#"{"type": ["integer", "null"]}"#, "null", "null"),
    (#"{"type": ["integer", "null"]}"#, #""x""#, "int_parsing"),
    (#"{"type": "integer", "nullable": true}"#, "null", "null"),
    (
      ##"{"allOf": [{"$ref": "#/components/schemas/Size"}], "title": "t"}"##, #"{"width":"7"}"#,
      #"{"width":7,"height":512}"#
    ),
    ("{}", #"[1,{"a":null}]"#, #"[1,{"a":null}]"#), ("true", "1.50", "1.5"),
    (#"{"items": {"type": "integer"}}"#, #"["1"]"#, "[1]"),
  ]

  @Test("read strings, arrays, maps and models", arguments: shapes)
  func shape(_ schema: String, _ value: String, _ outcome: String) throws {
    #expect(try SchemaBench.outcome(schema, value) == outcome)
  }

  static let numbers: [(String, String, String)] = [
    (#"{"type": "integer", "multipleOf": 8}"#, "16", "16"),
    (#"{"type": "integer", "multipleOf": 8}"#, "100000000000000000000000000000004", "multiple_of"),
    (#"{"type": "number", "multipleOf": 0.1}"#, "0.3", "0.3"),
    (#"{"type": "number", "multipleOf": 0.1}"#, "0.35", "multiple_of"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "1e-9", "1e-09"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "1.1e-9", "multiple_of"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "-0.2499999999", "-0.2499999999"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "80216518465602.953125", "multiple_of"),
    (#"{"type": "number", "multipleOf": 7}"#, "1.9960707269691904e16", "multiple_of"),
    (#"{"type": "number", "multipleOf": 100}"#, "1e308", "1e+308"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "1e308", "multiple_of"),
    (#"{"type": "number", "multipleOf": 0.25}"#, "-Infinity", "-Infinity"),
    (#"{"type": "number", "exclusiveMinimum": 1}"#, "1", "greater_than"),
    (#"{"type": "number", "minimum": 1, "exclusiveMinimum": true}"#, "1", "greater_than"),
    (#"{"type": "number", "maximum": 1, "exclusiveMaximum": true}"#, "1", "less_than"),
    (#"{"type": "number", "maximum": 1, "exclusiveMaximum": false}"#, "1", "1.0"),
    (#"{"type": "integer", "exclusiveMaximum": 3}"#, "3", "less_than"),
    (#"{"type": "number", "minimum": 0}"#, "NaN", "greater_than_equal"),
    (#"{"type": "integer", "maximum": 1e20}"#, "100000000000000000001", "less_than_equal"),
    (#"{"type": "integer", "minimum": -1e20}"#, "-100000000000000000000", "-100000000000000000000"),
  ]

  @Test("read bounded numbers", arguments: numbers)
  func number(_ schema: String, _ value: String, _ outcome: String) throws {
    #expect(try SchemaBench.outcome(schema, value) == outcome)
  }

  static let texts: [(String, String, String, String)] = [
    (
      list, "[]", "List should have at least 1 item after validation, not 0",
      #"{"field_type":"List","min_length":1,"actual_length":0}"#
    ),
    (
      list, "[1,2,3]", "List should have at most 2 items after validation, not 3",
      #"{"field_type":"List","max_length":2,"actual_length":3}"#
    ),
    (
      #"{"type": "object", "maxProperties": 1}"#, #"{"a":1,"b":2}"#,
      "Dictionary should have at most 1 item after validation, not more",
      #"{"field_type":"Dictionary","max_length":1,"actual_length":null}"#
    ),
    (text, #""a""#, "String should have at least 2 characters", #"{"min_length":2}"#),
    (
      #"{"enum": ["it's", 1, true, null]}"#, "[]", #"Input should be "it's", 1, True or None"#,
      #"{"expected":"\"it's\", 1, True or None"}"#
    ),
    (
      #"{"type": "number", "exclusiveMinimum": 1e-7}"#, "0",
      "Input should be greater than 0.0000001",
      #"{"gt":1e-07}"#
    ),
    (
      #"{"type": "number", "exclusiveMaximum": 1e20}"#, "1e21",
      "Input should be less than 100000000000000000000", #"{"lt":1e+20}"#
    ),
    (
      #"{"type": "integer", "multipleOf": 8.0}"#, "9", "Input should be a multiple of 8",
      #"{"multiple_of":8}"#
    ),
  ]

  @Test("word complaints as pydantic does", arguments: texts)
  func wording(_ schema: String, _ value: String, _ message: String, _ context: String) throws {
    let verdict = try SchemaBench.document(schema).judge(text: #"{"v":\#(value)}"#)
    guard case .rejected(422, let reply) = verdict else {
      Issue.record("accepted")
      return
    }
    #expect(reply["detail"]?[0]?["msg"]?.stringValue == message)
    #expect(reply["detail"]?[0]?["ctx"]?.text() == context)
  }

  @Test("put listed properties first and keep the document's order for the rest")
  func propertyOrder() throws {
    let property = #"{"type": "integer", "default": 0}"#
    let schema = #"""
      {"type": "object", "x-fal-order-properties": ["b", "unknown", "b"],
       "properties": {"c": \#(property), "a": \#(property), "b": \#(property)}}
      """#
    #expect(try SchemaBench.outcome(schema, #"{"a":1}"#) == #"{"b":0,"c":0,"a":1}"#)
  }

  @Test("stop collecting complaints at the limit")
  func violationLimit() throws {
    let values = Array(repeating: "1", count: 5000).joined(separator: ",")
    let schema = #"{"type": "array", "items": {"type": "string"}}"#
    let verdict = try SchemaBench.document(schema).judge(text: #"{"v":[\#(values)]}"#)
    guard case .rejected(422, let reply) = verdict else {
      Issue.record("accepted")
      return
    }
    #expect(reply["detail"]?.arrayValue?.count == CompiledSchema.violationCountMax)
  }
}
