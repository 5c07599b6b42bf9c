// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
internal import FalseworkContract
internal import FalseworkJournal

/// A server as a drill needs it.
protocol DrillServer: Sendable {
  /// The environment of a client that is sent to it.
  func environment(
    _ settings: DrillSettings, in environment: ProcessEnvironment
  ) -> ProcessEnvironment

  /// Waits until the client has asked for a status of a job under way; false when the task is
  /// cancelled before.
  func hasBeenPolled() async -> Bool

  /// The record with what the client has left behind.
  func complete(_ record: DrillRecord) async throws -> DrillRecord
}

/// A server for one drill.
struct OwnServer: DrillServer {
  let server: MockServer

  /// How long exchanges under way are waited for after the client has ended.
  private static let settlingMax = Duration.seconds(1)

  func environment(
    _ settings: DrillSettings, in environment: ProcessEnvironment
  ) -> ProcessEnvironment {
    settings.applied(
      to: ClientSettings(server.addresses, key: settings.key).applied(to: environment))
  }

  func hasBeenPolled() async -> Bool {
    await server.recordedExchange {
      $0.operation == "status" && $0.response.status == 202
    } != nil
  }

  func complete(_ record: DrillRecord) async throws -> DrillRecord {
    let settling = Task { await server.settle() }
    let limit = Countdown(Self.settlingMax) { settling.cancel() }
    await settling.value
    limit.callOff()
    let aftermath = try server.aftermath()
    var record = record
    record.exchanges = aftermath.exchanges
    record.jobs = aftermath.jobs
    record.faults = aftermath.faults
    record.meshes = aftermath.outputs.map {
      ClientOutcome.Artefact(byteCount: $0.byteCount, digest: $0.digest)
    }
    record.evictedCount = aftermath.evictedCount
    return record
  }
}
