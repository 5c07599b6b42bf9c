// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A scenario to measure with.
enum BenchScenario {
  /// Two hundred rules of which none matches; twenty of them are about status polls, but of another
  /// path.
  case idle
  /// A rule that adds a field to the reply to each status poll.
  case busy
  /// A rule that holds back each of these replies.
  case delaying(Duration)

  static let idleRuleCount = 200
  static let idleStatusRuleCount = 20

  var name: String {
    switch self {
    case .idle: "bench-idle"
    case .busy: "bench-busy"
    case .delaying: "bench-delaying"
    }
  }

  /// The document, in JSON, which is YAML too.
  var document: JSONValue {
    [
      "name": .string(name), "about": "Measures falsework.", "advice": "Nothing is to be done.",
      "faults": .array(rules),
    ]
  }

  private var rules: [JSONValue] {
    switch self {
    case .idle:
      (0..<Self.idleRuleCount).map { number in
        [
          "name": .string("idle-\(number)"),
          "when": [
            "operation": .string(Self.operation(ofIdleRule: number)),
            "path": .string("/nowhere/\(number)/*"),
          ],
          "do": ["status": 500],
        ]
      }
    case .busy:
      [
        [
          "name": "each", "when": ["operation": "status"],
          "do": ["headers": ["set": ["x-bench": "1"]]],
        ]
      ]
    case .delaying(let delay):
      [
        [
          "name": "each", "when": ["operation": "status"],
          "do": ["delay": .string("\(delay.nanoseconds / 1_000_000)ms")],
        ]
      ]
    }
  }

  private static func operation(ofIdleRule number: Int) -> String {
    let others = ["submit", "result", "cancel", "file", "upload"]
    let isOfStatus = number.isMultiple(of: idleRuleCount / idleStatusRuleCount)
    return isOfStatus ? "status" : others[number % others.count]
  }
}
