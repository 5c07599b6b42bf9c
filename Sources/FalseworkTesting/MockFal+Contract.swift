// Falsework
// SPDX-License-Identifier: MIT

internal import Falsework
public import FalseworkContract
internal import FalseworkJournal
public import Testing

/// How a client under test ended.
public enum ClientEnd: Sendable, Hashable {
  /// It returned what was asked for.
  case succeeded
  /// It threw, or said in another way that it failed; with the words that it would show.
  case failed(String)
}

extension MockFal {
  /// Judges all that was said to the server so far.
  public func verdict(on end: ClientEnd) async throws -> DrillVerdict {
    await server.settle()
    let aftermath = try server.aftermath()
    let outcome =
      switch end {
      case .succeeded:
        ClientOutcome(ending: .exited(status: 0), duration: .zero, timeout: .zero)
      case .failed(let words):
        ClientOutcome(
          ending: .exited(status: 1), duration: .zero, timeout: .zero, output: words)
      }
    let record = DrillRecord(
      drill: "test", proof: .optional, outcome: outcome, exchanges: aftermath.exchanges,
      jobs: aftermath.jobs, faults: aftermath.faults, evictedCount: aftermath.evictedCount)
    return Contract.queue.judge(record, of: Drill("test", scenario: nil, proof: .optional))
  }

  /// Records an issue for each clause of a level or above that the client broke.
  ///
  /// - Parameters:
  ///   - end: How the client ended.
  ///   - level: The least level that counts.
  ///   - known: Clauses that are known to be broken.
  ///   - sourceLocation: Where the issue is shown.
  public func expectContract(
    _ end: ClientEnd, failingAt level: ClauseLevel = .must, besides known: Set<ClauseID> = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    for (id, evidence) in try await verdict(on: end).broken where !known.contains(id) {
      guard let clause = Contract.queue.clause(id), clause.level >= level else { continue }
      let shown = evidence.map { "\n- \($0.text)" }.joined()
      Issue.record(
        "\(clause.level.rawValue) \(id): \(clause.rule)\(shown)", sourceLocation: sourceLocation)
    }
  }

  /// Records an issue unless the client could have broken a clause and kept it.
  public func expectKept(
    _ id: ClauseID, _ end: ClientEnd, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let result = try await verdict(on: end).clauses.first { $0.clause == id }
    switch result?.judgement {
    case .kept?: break
    case .broken(let evidence)?:
      Issue.record(
        "\(id) is broken: \(evidence.map(\.text).joined(separator: "; "))",
        sourceLocation: sourceLocation)
    case .notExercised?:
      Issue.record("nothing that happened has to do with \(id)", sourceLocation: sourceLocation)
    case nil: Issue.record("there is no clause \(id)", sourceLocation: sourceLocation)
    }
  }

  /// Records an issue for each fault of the scenario that the client did not meet.
  public func expectFaultsDelivered(
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    await server.settle()
    for fault in try server.aftermath().faults where fault.verdict != .delivered {
      Issue.record(
        "the fault \(fault.scenario)/\(fault.rule) was not delivered",
        sourceLocation: sourceLocation)
    }
  }
}
