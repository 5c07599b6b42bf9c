// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Testing

/// A Python script, run to its end.
enum PythonScript {
  /// Returns what a command wrote; fails with its complaints when it did not end well.
  static func output(of command: [String]) async throws -> [UInt8] {
    let outcome = try await ExternalProgram.run(command)
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.content
  }
}
