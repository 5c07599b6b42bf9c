// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults
internal import FalseworkTLS
internal import Glibc
internal import Logging

/// Runs a client through drills.
struct DrillRunner: Sendable {
  /// Where drills take place.
  enum Place: Sendable {
    /// Each on a server of its own.
    case ownServers
    /// All on one that runs already.
    case running(RunningServer)
  }

  let place: Place
  let command: [String]
  let environment: ProcessEnvironment
  let seed: UInt64
  /// How long each client may take; `nil` for as long as its drill says.
  let timeout: Duration?
  let logger: Logger
  let interruption: Interruption

  /// The memory that the journal of a drill may take: a client that polls without a pause for all
  /// of its time fits in.
  private static let journalBytesMax = 128 << 20

  /// Runs the client through one drill.
  func run(_ planned: PlannedDrill) async throws -> DrillRecord {
    try interruption.check()
    let folder = try DrillFolder()
    defer { folder.remove() }
    switch place {
    case .ownServers:
      return try await PrivateServer.with(
        stateFolder: folder.state, logger: logger,
        configure: { configuration(of: planned.scenario, stateFolder: $0) }
      ) { server in
        try await run(planned, OwnServer(server: server), folder)
      }
    case .running(let server):
      return try await server.with(planned.scenario?.name) {
        var record = try await run(planned, server, folder)
        record.server = server.url
        return record
      }
    }
  }

  private func configuration(of scenario: Scenario?, stateFolder: String) -> MockConfiguration {
    var configuration = MockConfiguration(stateFolder: stateFolder)
    configuration.seed = seed
    configuration.scenarios = scenario.map { [$0] } ?? []
    configuration.journalBytesMax = Self.journalBytesMax
    return configuration
  }

  private func run(
    _ planned: PlannedDrill, _ server: some DrillServer, _ folder: DrillFolder
  ) async throws -> DrillRecord {
    let drill = planned.drill
    let timeout = timeout ?? drill.timeout
    let settings = DrillSettings(
      drill, seed: seed, timeout: timeout, folder: folder, webhookPort: try FreePort.find(),
      secret: "not-a-real-key-" + secureRandomBytes(8).map { String($0, radix: 16) }.joined())
    let stopwatch = Stopwatch()
    let process = try ChildProcess(
      command, environment: server.environment(settings, in: environment),
      .alone(output: folder.output))
    let client = DrilledClient(process: process, timeout: timeout)
    let ending = try await interruption.covering(process) {
      switch drill.intervention {
      case nil: await client.ending()
      case .interruptAfterFirstPoll: await client.endingInterrupted(server)
      }
    }
    let duration = stopwatch.elapsed
    let output = String(decoding: folder.readOutput(), as: UTF8.self)
    let outcome = ClientOutcome(
      ending: ending, duration: duration, timeout: timeout, output: output,
      hasWrittenKey: output.contains(settings.secret), report: folder.readReport(),
      artefact: folder.readArtefact())
    return try await server.complete(
      DrillRecord(
        drill: drill.name, given: planned.given, proof: drill.proof, seed: seed, command: command,
        outcome: outcome))
  }
}
