// Falsework
// SPDX-License-Identifier: MIT

import FalseworkTestSupport
import Foundation

/// The built `falsework`, run as a process of its own.
enum FalseworkProcess {
  /// The program beside the tests' own.
  static var path: String {
    let tests = URL(fileURLWithPath: ProcessInfo.processInfo.arguments[0])
    return tests.deletingLastPathComponent().appendingPathComponent("falsework").path
  }

  /// Runs to the end; `environment` is added to that of the tests.
  static func run(
    _ arguments: [String], environment: [String: String] = [:]
  ) async throws -> ExternalProgram.Outcome {
    try await start(arguments, environment: environment).outcome()
  }

  static func start(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> ExternalProgram {
    try ExternalProgram([path] + arguments, environment: environment)
  }
}
