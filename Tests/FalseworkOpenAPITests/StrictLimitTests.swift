// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkOpenAPI
import Testing

@Suite("Schemas and values that would take too long") struct StrictLimitTests {
  static func nested(_ open: String, _ inner: String, _ close: String, _ count: Int) -> String {
    String(repeating: open, count: count) + inner + String(repeating: close, count: count)
  }

  static let tree = ##"{"type": "array", "items": {"anyOf": [{"$ref": "#"}, {"type": "null"}]}}"##

  @Test("are followed as deep as values may nest", arguments: [1, 100, 511])
  func deepValue(_ depth: Int) throws {
    #expect(try StrictBench.outcome(Self.tree, Self.nested("[", "", "]", depth)) == "valid")
    #expect(
      try StrictBench.outcome(Self.tree, Self.nested("[", "1", "]", depth))
        .contains("should be null or an array"))
  }

  @Test("are given up when too many schemas are within each other")
  func deepSchemas() throws {
    let wrapped = Self.nested(#"{"allOf": ["#, ##"{"$ref": "#"}"##, "]}", 5)
    let schema = #"{"type": "array", "items": \#(wrapped)}"#
    let outcome = try StrictBench.outcome(schema, Self.nested("[", "", "]", 512))
    #expect(outcome == "  cannot be judged within 1600 schemas within each other")
  }

  @Test("are given up when there are too many ways through them")
  func manyWays() throws {
    let links = (1...64).map { index in
      let next = ##"{"$ref": "#/$defs/\##(index + 1)"}"##
      return #""\#(index)": {"anyOf": [\#(next), \#(next)]}"#
    }
    // References in a row are bounded too, so the way leads through the value.
    let step = ##"{"properties": {"a": {"$ref": "#/$defs/way"}}, "required": ["b"]}"##
    let schema = ##"{"$ref": "#/$defs/way", "$defs": {"way": {"anyOf": [\##(step), \##(step)]}}}"##
    let value = Self.nested(#"{"a": "#, "1", "}", 64)
    let outcome = try StrictBench.outcome(schema, value)
    #expect(outcome == "  cannot be judged within 10000000 steps through schemas and patterns")

    let chain = ##"{"$ref": "#/$defs/1", "$defs": {\##(links.joined(separator: ", ")), "65": {}}}"##
    let error = #expect(throws: OpenAPIError.self) { try StrictBench.outcome(chain, "1") }
    #expect(error?.reason == .endlessReference)
  }

  static let patterns: [(String, String)] = [
    ("^(a+)+$", "a"), ("(x+x+)+y", "x"), ("^(([a-z])+.)+[A-Z]([a-z])+$", "a"), ("(.*)*z", "b"),
    ("^(a|a|a|a)*$", "a"), ("^((a{0,20}){0,20}){0,20}$", "a"),
  ]

  @Test("are patterns that drive a backtracking matcher mad, and cost little", arguments: patterns)
  func catastrophicPattern(_ pattern: String, _ letter: String) throws {
    let text = String(repeating: letter, count: 500) + "!"
    let schema = try JSONSchema(["pattern": .string(pattern)])
    guard case .invalid(let violations) = schema.validate(.string(text)) else {
      Issue.record("found")
      return
    }
    #expect(violations.map(\.type.rawValue) == ["pattern"])
  }

  @Test("are texts too long for a large pattern, which are given up")
  func longText() throws {
    let text = String(repeating: "a", count: 20_000)
    let outcome = try StrictBench.outcome(#"{"pattern": "^(a{0,90}){0,90}b"}"#, #""\#(text)""#)
    #expect(outcome == "  cannot be judged within 10000000 steps through schemas and patterns")
  }

  @Test("are patterns too large to write out, which are not checked")
  func largePattern() throws {
    for pattern in ["(a{1000}){1000}", "a{40000}", "((a?){200}){200}"] {
      let schema = try JSONSchema(["pattern": .string(pattern)])
      #expect(schema.diagnostics.count == 1, "\(pattern)")
    }
    for pattern in ["((){1000000000}){1000000000}", "(?:^){9}"] {
      #expect(try JSONSchema(["pattern": .string(pattern)]).diagnostics.isEmpty)
    }
    let groups = Self.nested("(", "a", ")", 100_000)
    #expect(try JSONSchema(["pattern": .string(groups)]).diagnostics.count == 1)
  }

  @Test("are large arrays of distinct values, compared by key")
  func uniqueItems() throws {
    let elements = (0..<50_000).map { JSONValue.array([.number(JSONNumber($0))]) }
    let schema = try JSONSchema(["uniqueItems": true])
    #expect(schema.validate(.array(elements)) == .valid(.array(elements)))
    #expect(schema.validate(.array(elements + [[0]])) != .valid(.array(elements + [[0]])))
  }

  @Test("are large enumerations, looked up by key")
  func enumeration() throws {
    let values = (0..<20_000).map { JSONValue.string("v\($0)") }
    let schema = try JSONSchema(["items": ["enum": .array(values)]])
    #expect(schema.validate(.array(values)) == .valid(.array(values)))
    guard case .invalid(let violations) = schema.validate(["v20000", "v1"]) else {
      Issue.record("valid")
      return
    }
    #expect(violations.map(\.instance.description) == ["/0"])
  }

  @Test("are told up to the limit of complaints, those of alternatives included")
  func complaints() throws {
    let schema = try JSONSchema(["items": ["anyOf": [["minimum": 5], ["multipleOf": 2]]]])
    let value = JSONValue.array(Array(repeating: 1, count: 5000))
    guard case .invalid(let violations) = schema.validate(value) else {
      Issue.record("valid")
      return
    }
    let count = violations.reduce(0) { $0 + 1 + $1.causes.count }
    #expect(count == CompiledSchema.violationCountMax)
  }
}
