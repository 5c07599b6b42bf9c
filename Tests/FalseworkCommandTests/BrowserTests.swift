// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation
import Testing

/// A page of another origin in a real browser, so that its rules are those of the web.
@Suite("A browser") struct BrowserTests {
  /// Headless Chromium, which Tests/run.sh installs on Debian.
  static let browser = ProcessInfo.processInfo.environment["FALSEWORK_TEST_BROWSER"]

  @Test(
    "lets a page of another origin do everything by fetch",
    .enabled(
      if: browser != nil,
      "bash Tests/run.sh finds no Chromium here, and can install one on Debian only"),
    arguments: ["header", "proxy"])
  func page(door: String) async throws {
    let outcome = try await FalseworkProcess.run([
      "run", "--", "python3", "-W", "ignore", "\(ClientTests.clients)/browser_suite.py", door,
      try #require(Self.browser),
    ])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("Ran 7 tests"))
    #expect(outcome.errors.hasSuffix("OK\n"))
  }
}
