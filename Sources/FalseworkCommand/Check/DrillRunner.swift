// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkFaults
internal import FalseworkJournal
internal import FalseworkTLS
internal import Glibc
internal import Logging

/// Runs a client through drills, each with a server of its own.
struct DrillRunner: Sendable {
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
  /// How long exchanges under way are waited for after the client has ended.
  private static let settlingMax = Duration.seconds(1)

  /// Runs the client through one drill.
  func run(_ planned: PlannedDrill) async throws -> DrillRecord {
    try interruption.check()
    let folder = try DrillFolder()
    defer { folder.remove() }
    return try await PrivateServer.with(
      stateFolder: folder.state, logger: logger,
      configure: { configuration(of: planned.scenario, stateFolder: $0) }
    ) { server in
      try await run(planned.drill, server, folder)
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
    _ drill: Drill, _ server: MockServer, _ folder: DrillFolder
  ) async throws -> DrillRecord {
    let timeout = timeout ?? drill.timeout
    let settings = DrillSettings(
      drill, seed: seed, timeout: timeout, folder: folder, webhookPort: try FreePort.find(),
      secret: "not-a-real-key-" + secureRandomBytes(8).map { String($0, radix: 16) }.joined())
    let stopwatch = Stopwatch()
    let process = try ChildProcess(
      command, environment: settings.applied(to: environment, server),
      .alone(output: folder.output))
    let client = DrilledClient(process: process, timeout: timeout)
    let ending = try await interruption.covering(process) {
      switch drill.intervention {
      case nil: await client.ending()
      case .interruptAfterFirstPoll: await client.endingInterrupted(server)
      }
    }
    let duration = stopwatch.elapsed
    await Self.settle(server)
    let output = String(decoding: folder.readOutput(), as: UTF8.self)
    let outcome = ClientOutcome(
      ending: ending, duration: duration, timeout: timeout, output: output,
      hasWrittenKey: output.contains(settings.secret), artefact: folder.readArtefact())
    return DrillRecord(
      drill, seed: seed, command: command, outcome: outcome, try server.aftermath())
  }

  private static func settle(_ server: MockServer) async {
    let settling = Task { await server.settle() }
    let limit = Countdown(settlingMax) { settling.cancel() }
    await settling.value
    limit.callOff()
  }
}

extension DrillRecord {
  fileprivate init(
    _ drill: Drill, seed: UInt64, command: [String], outcome: ClientOutcome,
    _ aftermath: Aftermath
  ) {
    self.init(
      drill: drill.name, proof: drill.proof, seed: seed, command: command, outcome: outcome,
      exchanges: aftermath.exchanges, jobs: aftermath.jobs, faults: aftermath.faults,
      meshes: aftermath.outputs.map {
        ClientOutcome.Artefact(byteCount: $0.byteCount, digest: $0.digest)
      }, evictedCount: aftermath.evictedCount)
  }
}
