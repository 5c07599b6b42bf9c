// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import Testing

@Suite("JSON values") struct JSONValueTests {
  let sample: JSONValue = ["b": [1, 2.5, "x"], "a": nil, "ok": true]

  @Test("gives the content of the one kind it has")
  func content() {
    #expect(sample["ok"]?.boolValue == true)
    #expect(sample["b"]?[2]?.stringValue == "x")
    #expect(sample["b"]?[0]?.numberValue?.intValue == 1)
    #expect(sample["b"]?.arrayValue?.count == 3)
    #expect(sample["a"] == .null)
    #expect(sample["missing"] == nil)
    #expect(sample["b"]?[3] == nil)
    #expect(sample[0] == nil)
    #expect(sample["b"]?["x"] == nil)
    #expect(sample.stringValue == nil)
  }

  @Test("sets, replaces and removes members of an object")
  func members() {
    var object: JSONObject = ["a": 1, "b": 2, "a": 3]

    object["a"] = 4
    #expect(JSONValue.object(object).text() == #"{"a":1,"b":2,"a":4}"#)
    object["c"] = 5
    #expect(object.keys == ["a", "b", "a", "c"])
    object["a"] = nil
    #expect(object == ["b": 2, "c": 5])
    #expect(!object.isEmpty)
    #expect(object.count == 2)
  }

  @Test("collapses duplicates to the first place and the last value")
  func collapse() {
    let object: JSONObject = ["a": 1, "b": 2, "a": 3]
    #expect(object.collapsingDuplicates() == ["a": 3, "b": 2])
    #expect(object.collapsingDuplicates().keys == ["a", "b"])
  }

  @Test("tells canonically equivalent strings apart")
  func codePoints() {
    let composed = JSONValue.string("\u{E9}")
    let decomposed = JSONValue.string("e\u{301}")

    #expect(composed != decomposed)
    let object: JSONObject = ["\u{E9}": 1, "e\u{301}": 2]
    #expect(object["\u{E9}"] == 1)
    #expect(object.collapsingDuplicates().count == 2)
    #expect(Set([composed, decomposed]).count == 2)
  }

  static let pairs: [(String, String, Bool)] = [
    (#"{"a":1,"b":2}"#, #"{"b":2,"a":1}"#, true), ("1.0", "1", true), ("1e2", "100", true),
    ("9007199254740993", "9007199254740992", false), ("[1,2]", "[2,1]", false), ("-0", "0", true),
    (#"{"a":1,"a":2}"#, #"{"a":2}"#, true), (#"{"a":1}"#, #"{"a":1,"b":null}"#, false),
    (#"{"a":1}"#, #"{"b":1}"#, false), ("[1]", "[1,1]", false), ("null", "false", false),
    (#"{"a":[{"b":1.50}]}"#, #"{"a":[{"b":1.5}]}"#, true), ("true", "1", false),
  ]

  @Test("compares by meaning when asked to", arguments: pairs)
  func equivalence(_ left: String, _ right: String, _ expected: Bool) throws {
    let left = try JSONValue.parse(left)
    let right = try JSONValue.parse(right)

    #expect(left.isEquivalent(to: right) == expected)
    #expect(right.isEquivalent(to: left) == expected)
    #expect(left.isEquivalent(to: left))
  }

  @Test("compares exactly otherwise")
  func equality() throws {
    let spellings = ["null", "false", "0", "-0", "0.0", "\"\"", "[]", "{}", "[0]", #"{"a":0}"#]
    let values = try spellings.map { try JSONValue.parse($0) }

    #expect(Set(values).count == values.count)
    #expect(try JSONValue.parse(#"{"a":1,"b":2}"#) != JSONValue.parse(#"{"b":2,"a":1}"#))
  }
}
