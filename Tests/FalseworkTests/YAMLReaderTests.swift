// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkJSON
import Testing

@Suite("YAML") struct YAMLReaderTests {
  @Test(
    "means the JSON that it means",
    arguments: [
      ("z: 1\na: 2\n", #"{"z":1,"a":2}"#),
      (
        "a: 1.50\nb: 1e3\nc: 12345678901234567890\n",
        #"{"a":1.50,"b":1e3,"c":12345678901234567890}"#
      ),
      ("[+7, 007, .5, 3., -.5e1, 0x1F, 0o17]", "[7,7,0.5,3,-0.5e1,31,15]"),
      (
        "[yes, no, on, 2026-01-01, 1_000, 1:30, -, +, ., 0x, 0x+1, 3.0.4, 1e]",
        #"["yes","no","on","2026-01-01","1_000","1:30","-","+",".","0x","0x+1","3.0.4","1e"]"#
      ),
      (
        "[true, False, ~, null, '', \"1\", 'true', !!str 5, !!int '5']",
        #"[true,false,null,null,"","1","true","5",5]"#
      ),
      ("a:\nb: |\n  x\n  y\n", #"{"a":null,"b":"x\ny\n"}"#),
      ("a: &x {b: [1, 2]}\nc: *x\nd: *x\n", #"{"a":{"b":[1,2]},"c":{"b":[1,2]},"d":{"b":[1,2]}}"#),
      ("200: {description: ok}\ntrue: 1\n", #"{"200":{"description":"ok"},"true":1}"#),
      (#"{"a": [1, {"b": null}]}"#, #"{"a":[1,{"b":null}]}"#),
    ])
  func means(yaml: String, json: String) throws {
    #expect(try YAMLReader.value(of: Array(yaml.utf8)).text(.compact) == json)
  }

  @Test(
    "is refused, with the place, where JSON has no word for it",
    arguments: [
      ("a: 1\na: 2\n", "twice"), ("a: .inf", ".inf"), ("? [a]\n: 1\n", "key"),
      ("a: !mine x", "!mine"), ("a: !!binary aGk=", "binary"), ("<<: {a: 1}", "merge"),
      ("a: *nobody", "undefined alias"), ("a: [1", "expected"), ("", "empty"),
      ("a: 1\n---\nb: 2\n", "another document"), ("a:\n\t- 1\n", "token"),
    ])
  func refused(yaml: String, reason: String) {
    let problem = #expect(throws: YAMLProblem.self) {
      try YAMLReader.value(of: Array(yaml.utf8))
    }
    #expect(problem?.reason.contains(reason) == true, "\(problem.map { "\($0)" } ?? "")")
  }

  @Test("names line and column")
  func place() {
    let problem = #expect(throws: YAMLProblem.self) {
      try YAMLReader.value(of: Array("a: 1\nb: .nan\n".utf8))
    }
    #expect(problem?.place == "line 2, column 4")
  }

  @Test("that is no UTF-8 is refused")
  func undecodable() {
    #expect(throws: YAMLProblem.self) { try YAMLReader.value(of: [0x61, 0x3a, 0x20, 0xff]) }
  }

  @Test("that unfolds without bounds by aliases is refused")
  func aliases() {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in 1...12 {
      let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      lines.append("a\(level): &a\(level) [\(aliases)]")
    }
    let problem = #expect(throws: YAMLProblem.self) {
      try YAMLReader.value(of: Array(lines.joined(separator: "\n").utf8))
    }
    #expect(problem?.reason.contains("aliases") == true)
  }

  @Test("that is nested without bounds is refused", arguments: [600, 5000, 200_000])
  func nested(depth: Int) {
    let text = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(throws: YAMLProblem.self) { try YAMLReader.value(of: Array(text.utf8)) }
  }

  @Test("by aliases is nested no deeper either")
  func nestedAliases() {
    var lines = ["a0: &a0 [x]"]
    for level in 1...600 { lines.append("a\(level): &a\(level) [*a\(level - 1)]") }
    let problem = #expect(throws: YAMLProblem.self) {
      try YAMLReader.value(of: Array(lines.joined(separator: "\n").utf8))
    }
    #expect(problem?.reason.contains("nested") == true)
  }
}
