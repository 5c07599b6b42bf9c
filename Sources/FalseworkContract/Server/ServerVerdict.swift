// Falsework
// SPDX-License-Identifier: MIT

/// What is said of a server.
public struct ServerVerdict: Sendable {
  /// What it rests on.
  public let log: ProbeLog
  /// What is said of each clause, in the order of the contract.
  public let clauses: [Result]

  /// What is said of a clause.
  public struct Result: Sendable {
    /// The clause.
    public let clause: ServerClause
    /// What is said of it.
    public let judgement: Judgement
  }

  /// The clauses that were broken, the most binding first.
  public var broken: [(clause: ServerClause, evidence: [Evidence])] {
    let all = clauses.compactMap { result in
      if case .broken(let evidence) = result.judgement { (result.clause, evidence) } else { nil }
    }
    return ClauseLevel.allCases.sorted(by: >).flatMap { level in
      all.filter { $0.0.level == level }
    }
  }

  /// The clauses that were kept.
  public var kept: [ClauseID] { clauses.filter { $0.judgement == .kept }.map(\.clause.id) }

  /// The clauses that nothing had to do with.
  public var notExercised: [ClauseID] {
    clauses.filter { $0.judgement == .notExercised }.map(\.clause.id)
  }

  /// Whether nothing of that level or above was broken.
  public func passes(_ level: ClauseLevel) -> Bool { !broken.contains { $0.clause.level >= level } }
}
