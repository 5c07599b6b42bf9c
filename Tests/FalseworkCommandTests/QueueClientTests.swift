// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Testing

/// Real clients where requests wait, and the other client that fal publishes for Python.
@Suite("Real clients at the queue") struct QueueClientTests {
  @Test(
    "fal_client 1.0.3 waits in turn, runs out of patience, and is told when nothing starts",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython))
  func falClientInTheQueue() async throws {
    try await run(
      "fal_client_queue_suite.py", ["--preset", "realistic", "--runners", "1"], testCount: 11)
  }

  @Test(
    "fal 1.83.0 does what its fal.apps can, by its environment alone",
    .enabled(if: ClientTests.python != nil, ClientTests.needsPython),
    arguments: ClientTests.Way.allCases)
  func falApps(way: ClientTests.Way) async throws {
    try await run("fal_apps_suite.py", by: way, testCount: 8)
  }

  private func run(
    _ suite: String, _ options: [String] = [], by way: ClientTests.Way = .proxy, testCount: Int
  ) async throws {
    let script = way.prologue + "\nexec \"$0\" -W ignore \"$1\""
    let command = [
      "sh", "-c", script, try #require(ClientTests.python), "\(ClientTests.clients)/\(suite)",
    ]
    let outcome = try await FalseworkProcess.run(["run"] + options + ["--"] + command)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Ran \(testCount) tests"))
    #expect(outcome.errors.hasSuffix("OK\n"))
  }
}
