// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkFaults
import FalseworkJSON
import FalseworkTestSupport
import HTTPTypes
import Testing

@Suite("Scenarios", .timeLimit(.minutes(5))) struct ScenarioChoiceTests {
  private let magic =
    #"{"image_url":"https://falsework.test/plain-502/cat.png","texture_size":512}"#

  private func scenario(_ name: String, status: Int) throws -> Scenario {
    try ScenarioReader.scenario([
      "name": .string(name), "about": "A test.", "advice": "None.",
      "faults": [
        [
          "when": ["operation": "submit"],
          "do": ["reply": ["status": .number(JSONNumber(status)), "text": "x"]],
        ]
      ],
    ])
  }

  /// Scenarios that answer submissions with a status each, of which the first holds for all.
  private func withScenarios(_ body: (WireClient) async throws -> Void) async throws {
    let scenarios = try [
      scenario("plain-500", status: 500), scenario("plain-501", status: 501),
      scenario("plain-502", status: 502), scenario("plain-503", status: 503),
      scenario("plain-504", status: 504),
    ]
    try await withServer(adjust: { $0.scenarios = scenarios }) { _, client in
      for scenario in scenarios.dropFirst() {
        _ = try await client.send("DELETE", "/_falsework/scenarios/\(scenario.name)")
      }
      try await body(client)
    }
  }

  @Test("hold by the nearest choice: field, input, key, session, server")
  func precedence() async throws {
    try await withScenarios { client in
      #expect(try await client.submit().status == 500)
      _ = try await client.send("PUT", "/_falsework/scenarios/plain-501?key=tests")
      #expect(try await client.submit().status == 501)
      #expect(try await client.with(key: "other:x").submit().status == 500)
      let keyed = client.with(key: "plain-503--7:x")
      #expect(try await keyed.submit().status == 503)
      #expect(try await keyed.submit(magic).status == 502)
      let field = [("x-falsework-scenario", "plain-504")]
      #expect(try await keyed.submit(fields: field, magic).status == 504)
      #expect(try await keyed.submit(fields: [("x-falsework-scenario", "")]).status == 200)
    }
  }

  @Test("that there are not are refused, with what may have been meant")
  func unknown() async throws {
    try await withServer { _, client in
      let mistyped = client.with(key: "lost-submit-repyl--1:x")
      let reply = try await mistyped.submit()
      #expect(reply.status == 400)
      #expect(reply.text.contains("did you mean lost-submit-reply?"), "\(reply.text)")
      let field = [("x-falsework-scenario", "nothing-of-the-kind")]
      #expect(try await client.submit(fields: field).status == 400)
      let input = magic.replacing("plain-502", with: "no-such-thing")
      #expect(try await client.submit(input).status == 400)
    }
  }

  @Test("of a key hold for its files too, which are fetched without it")
  func files() async throws {
    try await withServer { server, client in
      let keyed = client.with(key: "mesh-expired--1:x")
      let submitted = try await keyed.submit().json
      let result = try await keyed.send("GET", server.path(of: submitted["response_url"])).json
      let file = try server.path(of: result["model_mesh"]?["url"])
      #expect(try await client.anonymous.send("GET", file).status >= 400)
    }
  }

  @Test("of an input hold for everything that is asked about its job")
  func jobs() async throws {
    try await withServer { server, client in
      let input = magic.replacing("plain-502", with: "completed-with-error")
      let submitted = try await client.submit(input).json
      let status = try await client.send("GET", server.path(of: submitted["status_url"])).json
      #expect(status["status"] == "COMPLETED")
      #expect(status["error_type"] == "runner_disconnected")
      let other = try await client.submit().json
      let fine = try await client.send("GET", server.path(of: other["status_url"])).json
      #expect(fine["error_type"] == nil)
    }
  }

  @Test("make the same draws for a session, whatever other sessions do meanwhile")
  func draws() async throws {
    let rule = """
      {"when": {"operation": "status", "probability": 0.5}, "do": {"error": "plain_500"}}
      """
    var seen: [[Int]] = []
    for others in [0, 3] {
      try await withServer(adjust: { $0.seed = 9 }) { server, client in
        _ = try await client.putIn(rule)
        let path = try server.path(of: try await client.submit().json["status_url"])
        var statuses: [Int] = []
        for index in 0..<20 {
          for other in 0..<others where index % 2 == 0 {
            let stranger = client.with(key: "stranger-\(other):x")
            let theirs = try await stranger.submit().json["status_url"]
            _ = try await stranger.send("GET", server.path(of: theirs))
          }
          statuses.append(try await client.send("GET", path).status)
        }
        seen.append(statuses)
      }
    }
    #expect(seen[0] == seen[1])
    #expect(Set(seen[0]) == [200, 500])
  }
}
