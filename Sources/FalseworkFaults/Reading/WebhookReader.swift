// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Reads what becomes of webhooks.
enum WebhookReader {
  static func conduct(_ node: ScenarioNode) throws(ScenarioProblem) -> WebhookConduct {
    var conduct = WebhookConduct()
    if node.value.stringValue == "never" {
      conduct.sending = .never
      return conduct
    }
    let members = try node.members([
      "send", "delay", "repeat", "order", "tamper", "moment", "key",
    ])
    if let send = members["send"] { conduct.sending = try send.word() }
    if let delay = members["delay"] { conduct.delay = try delay.duration() }
    if let order = members["order"] { conduct.order = try order.word() }
    if let moment = members["moment"] { conduct.moment = try moment.word() }
    if let key = members["key"] { conduct.keyRotation = try key.word() }
    if let tamper = members["tamper"] {
      for element in try tamper.elements() { conduct.tampering.insert(try element.word()) }
    }
    if let repeats = members["repeat"] { try read(repeats, &conduct) }
    guard conduct != WebhookConduct() else {
      throw node.problem("nothing becomes of the webhook", "write never, or {delay: 10m}")
    }
    if conduct.sending == .never, members.names.count > 1 {
      throw node.problem("a webhook that is never sent has nothing else", "keep send alone")
    }
    return conduct
  }

  private static func read(
    _ node: ScenarioNode, _ conduct: inout WebhookConduct
  ) throws(ScenarioProblem) {
    guard case .object = node.value else {
      conduct.repeats = try node.integer(in: 1...WebhookConduct.repeatsMax)
      return
    }
    let members = try node.members(["times", "after", "signed"])
    conduct.repeats = try members.required("times").integer(in: 1...WebhookConduct.repeatsMax)
    if let after = members["after"] { conduct.repeatDelay = try after.duration() }
    if let signed = members["signed"] { conduct.repeatSigning = try signed.word() }
  }
}
