// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Unions") struct UnionTests {
  /// Builds an `anyOf` from short names.
  static func union(_ names: String) -> String {
    let members = names.split(separator: " ").map { name in
      switch name {
      case "Size", "Lora", "Color": ##"{"$ref": "#/components/schemas/\##(name)"}"##
      case "list[int]": #"{"type": "array", "items": {"type": "integer"}}"#
      case "list[str]": #"{"type": "array", "items": {"type": "string"}}"#
      case "list[any]": #"{"type": "array"}"#
      case "dict": #"{"type": "object", "additionalProperties": true}"#
      case "dict[any]": #"{"type": "object", "additionalProperties": {}}"#
      case "dict[int]": #"{"type": "object", "additionalProperties": {"type": "integer"}}"#
      case "square": #"{"type": "string", "enum": ["square", "portrait"]}"#
      case "any": "{}"
      case "int>=3": #"{"type": "integer", "minimum": 3}"#
      default: #"{"type": "\#(name)"}"#
      }
    }
    return #"{"anyOf": [\#(members.joined(separator: ", "))]}"#
  }

  /// Winners as pydantic 2.14.3 chose them.
  static let winners: [(String, String, String)] = [
    ("string integer", "1", "1"), ("string integer", #""1""#, #""1""#),
    ("string integer", "true", "1"),
    ("number boolean null", "1", "1.0"), ("boolean number", "1", "1.0"),
    ("number integer", "1", "1"),
    ("number boolean", "true", "true"), ("null string", "null", "null"),
    ("integer list[int]", #"["1"]"#, "[1]"), ("list[str] list[int]", "[1]", "[1]"),
    ("list[int] list[str]", #"["1"]"#, #"["1"]"#), ("list[any] list[int]", "[1]", "[1]"),
    ("Size square", #""square""#, #""square""#),
    ("Size square", "{}", #"{"width":512,"height":512}"#),
    ("Size Lora", #"{"path":"p"}"#, #"{"path":"p","scale":1,"child":null}"#),
    ("Size Lora", #"{"a":1}"#, #"{"width":512,"height":512}"#),
    ("dict Size", #"{"width":1}"#, #"{"width":1}"#),
    ("Size dict[int]", #"{"width":1}"#, #"{"width":1}"#),
    ("Lora dict", #"{"path":"p","scale":"1"}"#, #"{"path":"p","scale":"1"}"#),
    ("Lora dict[any]", #"{"path":"p","scale":"1"}"#, #"{"path":"p","scale":"1"}"#),
    ("Lora dict", #"{"path":"p","scale":1}"#, #"{"path":"p","scale":1.0,"child":null}"#),
    ("any integer", #""1""#, #""1""#), ("integer any", #""1""#, #""1""#),
  ]

  @Test("take the best fit", arguments: winners)
  func winner(_ names: String, _ value: String, _ outcome: String) throws {
    #expect(try SchemaBench.outcome(Self.union(names), value) == outcome)
  }

  static let losers: [(String, String, String)] = [
    ("string integer", "0.5", "string_type str | int_from_float int"),
    (
      "Size square", #"{"width":0,"height":"q"}"#,
      "greater_than Size width | int_parsing Size height"
        + " | literal_error literal['square','portrait']"
    ),
    ("integer list[int] null", #"["a",1]"#, "int_type int | int_parsing list[int] 0"),
    ("list[str] dict[int] any", "1", "1"),
    (
      "list[str] dict[int] dict", "1",
      "list_type list[str] | dict_type dict[str,int] | dict_type dict[str,any]"
    ),
    ("int>=3 boolean", "2.5", "int_from_float constrained-int | bool_type bool"),
    ("Color number", "[]", "enum enum[Color] | float_type float"),
    ("integer null", #""x""#, "int_parsing"), ("null", "1", "none_required"),
  ]

  @Test("name every alternative that failed", arguments: losers)
  func loser(_ names: String, _ value: String, _ outcome: String) throws {
    #expect(try SchemaBench.outcome(Self.union(names), value) == outcome)
  }

  @Test("name nested alternatives")
  func nestedLabels() throws {
    let optionals = #"{"type": "array", "items": \#(Self.union("integer null"))}"#
    let either = #"{"type": "array", "items": \#(Self.union("integer string"))}"#
    let loras = ##"{"type": "array", "items": {"$ref": "#/components/schemas/Lora"}}"##
    let schema = #"{"oneOf": [\#(optionals), \#(either), \#(loras)]}"#

    #expect(
      try SchemaBench.outcome(schema, "1") == "list_type list[nullable[int]]"
        + " | list_type list[union[int,str]] | list_type list[Lora]")
  }
}
