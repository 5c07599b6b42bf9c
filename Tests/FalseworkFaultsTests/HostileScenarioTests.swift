// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkJSON
import Testing

@Suite("A hostile document")
struct HostileScenarioTests {
  private static let sample = #"""
    {"name": "sample", "about": "a", "advice": "b", "timing": "fast",
     "runners": {"count": 2, "cold_start": "1s"},
     "job": {"wait": {"uniform": {"from": "1s", "to": "2s"}}, "run": "3s", "positions": [1, 2],
       "failed_attempts": 1, "outcome": "runner_disconnected", "cancellation": "ignored"},
     "webhook": {"delay": "1s", "repeat": {"times": 2, "after": "1s"}, "tamper": ["body"]},
     "faults": [
       {"name": "a", "when": {"operation": ["status", "result"], "job": [1, "2.."], "poll": 3,
          "phase": "in_queue", "window": {"from": "1s"}, "probability": "50%", "every": 2,
          "header": {"range": "*"}},
        "do": {"delay": {"histogram": [{"from": "1s", "to": "2s", "weight": 3}]},
          "drip": {"bytes": "1KB", "every": "1s"}, "close": {"after": {"inside": "x"}},
          "json": {"set": {"/a": 1}, "remove": ["/b"], "cycle": {"/c": [1, 2]}, "cut": "5%"},
          "headers": {"set": {"x-a": "b"}, "remove": ["x-c"]}, "date": {"skew": "-1h"}},
        "times": 3, "per": "job", "at": "reply"},
       {"when": {"operation": "submit"}, "do": {"rate_limit": {"capacity": 1, "refill": "1/s",
          "retry_after": "5s", "error": "nginx_429"}}},
       {"do": {"reply": {"status": 200, "headers": {"x": "y"}, "json": {"a": [1]}}}},
       {"when": {"operation": "file"}, "do": {"corrupt": {"at": {"content": 3}, "mask": 8},
          "pause": {"after": "head", "for": "1s"}, "framing": {"malformed_chunk": "head"}}}]}
    """#

  /// All pointers into a value, outermost first.
  private static func pointers(
    _ value: JSONValue, _ pointer: JSONPointer = JSONPointer()
  ) -> [JSONPointer] {
    switch value {
    case .object(let object):
      [pointer] + object.members.flatMap { pointers($0.value, pointer.appending($0.name)) }
    case .array(let elements):
      [pointer] + elements.enumerated().flatMap { pointers($1, pointer.appending($0)) }
    case .null, .bool, .number, .string: [pointer]
    }
  }

  private static func replacing(
    _ tokens: ArraySlice<String>, in value: JSONValue, with new: JSONValue
  ) -> JSONValue {
    guard let token = tokens.first else { return new }
    switch value {
    case .object(var object):
      object[token] = replacing(tokens.dropFirst(), in: object[token] ?? .null, with: new)
      return .object(object)
    case .array(var elements):
      guard let index = Int(token) else { return value }
      elements[index] = replacing(tokens.dropFirst(), in: elements[index], with: new)
      return .array(elements)
    case .null, .bool, .number, .string: return value
    }
  }

  @Test("is read, or refused with a place that it has, whatever value stands where")
  func replaced() throws {
    let sample = try JSONValue.parse(Self.sample)
    _ = try ScenarioReader.scenario(sample)
    let strangers: [JSONValue] = [
      nil, true, 0, -1, 1e308, .number(JSONNumber(Int.max)), "", "x", "-9s", "1..2..3", "%", "9%",
      "99999999999999999999s", "0.0.0s", "..", "é", .string(String(repeating: "*a", count: 5000)),
      [], [[]], [:], ["": nil], ["after": ["after": 1]],
    ]
    var refused = 0
    for pointer in Self.pointers(sample) {
      for stranger in strangers {
        let document = Self.replacing(pointer.tokens[...], in: sample, with: stranger)
        do throws(ScenarioProblem) {
          _ = try ScenarioReader.scenario(document)
        } catch {
          refused += 1
          #expect(error.pointer.evaluate(in: document) != nil, "\(error)")
          #expect(!error.message.isEmpty && error.message.utf8.count < 500, "\(error)")
        }
      }
    }
    #expect(refused > 1000)
  }

  @Test("cannot make rules, lists and texts without bound")
  func bounds() throws {
    let rule = #"{"do": {"status": 500}}"#
    let rules = Array(repeating: rule, count: Scenario.ruleCountMax)
    #expect(try scenario("[\(rules.joined(separator: ","))]").rules.count == Scenario.ruleCountMax)
    #expect(throws: ScenarioProblem.self) {
      try scenario("[\((rules + [rule]).joined(separator: ","))]")
    }
    let long = String(repeating: "x", count: 2_000_000)
    #expect(throws: ScenarioProblem.self) {
      try scenario(#"[{"do": {"garbage": "\#(long)"}}]"#)
    }
    #expect(throws: ScenarioProblem.self) {
      try scenario(#"[{"do": {"reply": {"status": 200, "json": "\#(long)"}}}]"#)
    }
  }

  @Test("cannot make a pattern slow")
  func patterns() {
    let glob = Glob(String(repeating: "*a", count: Glob.bytesMax / 2))
    #expect(!glob.matches(String(repeating: "a", count: 5_000) + "b"))
    #expect(glob.matches(String(repeating: "a", count: 5_000)))
  }
}
