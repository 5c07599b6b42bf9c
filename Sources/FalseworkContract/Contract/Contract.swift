// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

/// The contract between a client and fal: all clauses, and how a drill is judged by them.
public struct Contract: Sendable {
  /// The clauses in the order of their families.
  public let clauses: [Clause]

  /// The contract of clients of fal's queue.
  public static let queue = Contract(
    clauses: Clause.auth + Clause.submit + Clause.polling + Clause.result + Clause.artefact
      + Clause.webhook + Clause.hygiene)

  /// The clause of a name.
  public func clause(_ id: ClauseID) -> Clause? { clauses.first { $0.id == id } }

  /// Judges what a drill left behind.
  public func judge(_ record: DrillRecord, of drill: Drill) -> DrillVerdict {
    let talk = Conversation(record)
    var judgements: [ClauseID: Judgement] = [:]
    for clause in clauses {
      if case .conduct(let judge) = clause.method { judgements[clause.id] = judge(talk) }
    }
    let state = DrillState(of: talk, in: drill)
    if case .run = state {
      for (clause, judgement) in drill.judge(talk) {
        judgements[clause] = (judgements[clause] ?? .notExercised).merged(with: judgement)
      }
    }
    return DrillVerdict(
      drill: drill, state: state,
      clauses: clauses.map { clause in
        ClauseResult(clause: clause.id, judgement: judgements[clause.id] ?? .notExercised)
      },
      record: record)
  }
}
