// Falsework
// SPDX-License-Identifier: MIT

import Falsework
import FalseworkProtocol
import FalseworkQueue

/// Runs `body` against a server whose time is passed in this mode, with requests of 24 seconds.
func withTime<Value>(
  _ mode: ClockMode, as dialect: Dialect = .observed,
  adjust: (inout MockConfiguration) -> Void = { _ in },
  _ body: (MockServer, WireClient) async throws -> Value
) async throws -> Value {
  try await withServer(
    .realistic, as: dialect,
    adjust: { configuration in
      configuration.time = mode
      adjust(&configuration)
    }, body)
}

extension MockServer {
  /// Returns once so many wait by the server's clock.
  func waitForWaiting(_ count: Int) async throws {
    while try clockState().waitingCount != count { await Task.yield() }
  }
}
