// Falsework
// SPDX-License-Identifier: MIT

public import Falsework
internal import FalseworkFaults
public import FalseworkQueue
internal import Foundation
internal import Logging

/// Runs a test with a mock of fal.ai of its own, on a free port and a folder that is gone
/// afterwards.
///
/// - Parameters:
///   - scenario: The name of a shipped scenario, or the path of a file; `nil` where nothing fails.
///   - preset: How long jobs take.
///   - time: How the mock's time passes; with `.manual` only `fal.server.advance(by:)` moves it.
///   - seed: The seed of all that is drawn.
///   - body: The test.
/// - Returns: What `body` returns.
/// - Throws: What `body` throws, or why there is no server.
public func withMockFal<Value>(
  scenario: String? = nil, preset: TimingPreset = .instant,
  time: ClockMode = .running(speed: 1), seed: UInt64 = 0,
  _ body: (MockFal) async throws -> Value
) async throws -> Value {
  let folder = try TemporaryFolder.make()
  defer { try? FileManager.default.removeItem(atPath: folder) }
  var configuration = MockConfiguration(stateFolder: folder)
  configuration.preset = preset
  configuration.time = time
  configuration.seed = seed
  configuration.scenarios = try scenario.map { [try ScenarioShelf().file($0).scenario] } ?? []
  var logger = Logger(label: "falsework")
  logger.logLevel = .error
  let server = try MockServer.start(configuration, logger: logger)
  do {
    let value = try await body(MockFal(server: server))
    await server.stop()
    return value
  } catch {
    await server.stop()
    throw error
  }
}
