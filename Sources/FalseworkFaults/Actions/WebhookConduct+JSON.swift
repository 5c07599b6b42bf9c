// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import FalseworkProtocol

extension WebhookConduct {
  /// Reads a conduct as scenarios spell it.
  public init(json: JSONValue) throws(ScenarioProblem) {
    self = try WebhookReader.conduct(ScenarioNode(json))
  }

  /// The conduct as scenarios spell it; of the default, which has no spelling, `{}`.
  public var json: JSONValue {
    if sending == .never { return "never" }
    let plain = WebhookConduct()
    var object = JSONObject()
    if delay != plain.delay { object["delay"] = .string(delay.text) }
    if repeats != plain.repeats {
      object["repeat"] = [
        "times": .number(JSONNumber(repeats)), "after": .string(repeatDelay.text),
        "signed": .string(repeatSigning.rawValue),
      ]
    }
    if order != plain.order { object["order"] = .string(order.rawValue) }
    if moment != plain.moment { object["moment"] = .string(moment.rawValue) }
    if keyRotation != plain.keyRotation { object["key"] = .string(keyRotation.rawValue) }
    if !tampering.isEmpty {
      object["tamper"] = .array(tampering.map(\.rawValue).sorted().map(JSONValue.string))
    }
    return .object(object)
  }
}

extension Duration {
  /// The length in seconds, to the microsecond.
  fileprivate var text: String {
    let (seconds, rest) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    let digits = String(rest)
    return "\(seconds).\(String(repeating: "0", count: 6 - digits.count))\(digits)s"
  }
}
