// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkFaults
internal import FalseworkJSON

/// One fault of a schedule: what happens to which occurrence of an operation.
public struct ScheduledFault: Sendable, Hashable {
  /// The operation that it happens to.
  let operation: FaultOperation
  /// Which occurrence, from 1.
  var nth: Int
  /// What is done.
  let mischief: Mischief

  /// Something that can be done to an exchange.
  struct Mischief: Sendable, Hashable {
    /// The action as a scenario has it.
    let action: JSONValue
    /// Whether the handler has run before.
    let isAfterHandling: Bool

    static func instead(_ action: JSONValue) -> Mischief {
      Mischief(action: action, isAfterHandling: false)
    }

    static func after(_ action: JSONValue) -> Mischief {
      Mischief(action: action, isAfterHandling: true)
    }
  }

  /// The rule that does it.
  var rule: JSONValue {
    var rule: JSONObject = [
      "when": [
        "operation": .string(operation.rawValue), "nth": .number(JSONNumber(nth)),
      ], "do": mischief.action,
    ]
    if mischief.isAfterHandling { rule["at"] = "reply" }
    return .object(rule)
  }
}

extension ScheduledFault {
  /// What can happen to an operation, and to which occurrences.
  struct Menu: Sendable {
    let operation: FaultOperation
    let occurrences: ClosedRange<Int>
    let mischief: [Mischief]
  }

  /// What campaigns draw from: failures after which a good client either goes on or says that it
  /// failed.
  static let menus = [
    Menu(
      operation: .submit, occurrences: 1...2,
      mischief: gateway + [
        .instead(["error": "too_many_requests"]), .after(["error": "nginx_502"]),
        .after(["reset": ["after": ["head": 0]]]),
        .after(["close": ["after": ["inside": "request_id"]]]),
      ]),
    Menu(
      operation: .status, occurrences: 1...4,
      mischief: gateway + [
        .instead(["error": "nginx_502"]), .after(["reset": ["after": ["head": 0]]]),
        .after(["json": ["cut": "50%"]]), .after(["json": ["set": ["/logs": .null]]]),
        .after(["json": ["set": ["/status": "SCHEDULING"]]]),
      ]),
    Menu(
      operation: .result, occurrences: 1...2,
      mischief: gateway + [
        .instead(["error": "nginx_502"]), .after(["reset": ["after": ["head": 0]]]),
        .after(["framing": ["malformed_chunk": ["content": "50%"]]]),
      ]),
    Menu(
      operation: .file, occurrences: 1...2,
      mischief: [
        .after(["delay": "300ms"]), .after(["close": ["after": ["content": "30%"]]]),
        .after(["reset": ["after": ["content": "80%"]]]), .after(["framing": ["length": 100]]),
        .instead(["reply": ["status": 200, "html": "<title>Sign in</title>"]]),
        .instead(["error": "plain_503"]),
      ]),
  ]

  private static let gateway: [Mischief] = [
    .after(["delay": "300ms"]), .instead(["error": "plain_503"]),
    .instead(["error": "plain_504"]), .instead(["reset": "now"]),
  ]
}
