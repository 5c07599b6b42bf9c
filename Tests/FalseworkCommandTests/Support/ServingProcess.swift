// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkTestSupport
import Foundation
import Testing

/// `falsework serve` on a free port, ready for connections.
struct ServingProcess: Sendable {
  let running: ExternalProgram
  let url: String
  let ready: JSONValue

  /// Starts the server on a state folder and waits until its ready file is there.
  init(state: String, arguments: [String] = []) async throws {
    let file = "\(state)-ready.json"
    try? FileManager.default.removeItem(atPath: file)
    running = try FalseworkProcess.start(
      ["serve", "--port", "0", "--state", state, "--ready-file", file, "--log-level", "error"]
        + arguments)
    ready = try JSONValue.parse(try await Self.contents(of: file, writtenBy: running))
    url = try #require(ready["url"]?.stringValue)
  }

  /// No whole reply came.
  struct Unanswered: Error {
    let reason: String
  }

  func stop(_ signal: Int32 = SIGTERM) async -> ExternalProgram.Outcome {
    kill(running.pid, signal)
    return await running.outcome()
  }

  /// Sends a request with curl and returns what came back; fails when nothing did.
  func curl(_ arguments: String...) async throws -> String {
    try await Self.shell(["curl", "--silent", "--show-error", "--noproxy", "*"] + arguments)
  }

  /// Waits for a file that appears at once and whole.
  private static func contents(
    of file: String, writtenBy running: ExternalProgram
  ) async throws -> [UInt8] {
    while true {
      if let data = FileManager.default.contents(atPath: file) { return [UInt8](data) }
      try #require(kill(running.pid, 0) == 0, "the server ended before it was ready")
      await Task.yield()
    }
  }

  private static func shell(_ command: [String]) async throws -> String {
    let outcome = try await ExternalProgram.run(command)
    guard outcome.status == 0 else { throw Unanswered(reason: outcome.errors) }
    return outcome.output
  }
}
