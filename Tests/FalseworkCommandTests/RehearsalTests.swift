// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

/// The Python client in scenarios, as the documentation says what it does in each.
@Suite("Rehearsals with a real client") struct RehearsalTests {
  @Test(
    "do to fal_client 1.0.3 what the scenario says, and prove it",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython),
    arguments: ClientRun.expected)
  func client(expected: ClientRun) async throws {
    let outcome = try await Self.rehearse(expected.scenario)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try Self.report(of: outcome)
    #expect(report["scenario"]?.stringValue == expected.scenario)
    #expect(report["outcome"]?.stringValue?.hasPrefix(expected.outcome) == true, "\(report)")
    let counts = ["submissions", "jobs", "retries", "backups"].map {
      report[$0]?.numberValue?.intValue
    }
    #expect(
      counts == [
        expected.submissionCount, expected.jobCount, expected.retryCount, expected.backupCount,
      ])
    let faults = try #require(report["faults"]?.objectValue)
    #expect(!faults.members.isEmpty)
    #expect(faults.members.allSatisfy { $0.value == "delivered" }, "\(report)")
  }

  @Test(
    "fail where a fault cannot have been met, and name its rule",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func unmet() async throws {
    let document = """
      name: generous
      about: More submissions are let through than anybody makes.
      advice: Go on.
      faults:
        - name: limit
          when: {operation: submit}
          do: {rate_limit: {capacity: 1000}}

      """
    try await withTemporaryFolder { folder in
      let file = folder + "/generous.yaml"
      try Data(document.utf8).write(to: URL(fileURLWithPath: file))
      let outcome = try await Self.rehearse(file)
      #expect(outcome.status == 3)
      #expect(outcome.errors.hasPrefix("falsework: the fault generous/limit never fired"))
      let report = try Self.report(of: outcome)
      #expect(report["outcome"] == "succeeded")
      #expect(report["faults"]?["limit"] == "armed")
    }
  }

  @Test("are documented for every shipped scenario, in the order of their names")
  func documented() async throws {
    let list = try JSONValue.parse(await Recorded(["scenarios", "--json"]).output)
    let shipped = try #require(list.arrayValue).compactMap { $0["name"]?.stringValue }
    let root = URL(fileURLWithPath: ClientTests.clients)
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("Sources/Falsework/Falsework.docc/ClientRuns.md"),
      encoding: .utf8)
    let documented = page.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
      String(row.dropFirst("| `".count).prefix { $0 != "`" })
    }
    #expect(!shipped.isEmpty)
    #expect(documented == shipped.sorted())
  }

  /// Runs the client in a scenario that has to be met, with time to poll.
  private static func rehearse(_ scenario: String) async throws -> ExternalProgram.Outcome {
    try await FalseworkProcess.run([
      "run", "--scenario", scenario, "--preset", "fast", "--speed", "2", "--require-faults", "--",
      try #require(ClientTests.python), "-W", "ignore", "\(ClientTests.clients)/rehearse.py",
      scenario,
    ])
  }

  private static func report(of outcome: ExternalProgram.Outcome) throws -> JSONValue {
    try JSONValue.parse(Array(outcome.output.utf8))
  }
}
