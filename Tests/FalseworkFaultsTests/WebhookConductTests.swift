// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkJSON
import Testing

/// Conducts of webhooks, as scenarios spell them.
private enum Conducts {
  static let all: [JSONValue] = [
    "never", ["delay": "600.000000s"], ["delay": "0.000001s", "order": "swapped"],
    ["repeat": ["times": 3, "after": "1.500000s", "signed": "replayed"]],
    ["moment": "before_reply", "key": "rotated"], ["tamper": ["body", "signature"]],
  ]
}

@Suite("The conduct of a webhook") struct WebhookConductTests {
  @Test("is spelt as it is read", arguments: Conducts.all)
  func roundTrip(json: JSONValue) throws {
    let conduct = try WebhookConduct(json: json)
    #expect(conduct != WebhookConduct())
    #expect(conduct.json == json)
  }

  @Test("has no spelling where nothing happens")
  func plain() {
    #expect(WebhookConduct().json == [:])
    #expect(throws: ScenarioProblem.self) { try WebhookConduct(json: [:]) }
  }
}
