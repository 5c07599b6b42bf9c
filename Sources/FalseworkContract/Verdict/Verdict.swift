// Falsework
// SPDX-License-Identifier: MIT

/// What is said of a client after all drills.
public struct Verdict: Sendable {
  /// The drills in the order of their running.
  public let drills: [DrillVerdict]
  /// The contract that they were judged by.
  public let contract: Contract

  /// Puts drills together.
  ///
  /// A client that fails where nothing does is not told that it fails where something does.
  public init(_ drills: [DrillVerdict], by contract: Contract = .queue) {
    self.contract = contract
    let sound = drills.first { $0.drill.name == Drill.soundName }
    let isUnsound = sound.map { $0.state == .run && !$0.record.outcome.hasSucceeded } ?? false
    self.drills = isUnsound ? drills.map { $0.withoutEndings(contract) } : drills
  }

  /// Everything that was broken, the most binding first.
  public var findings: [Finding] {
    let all = drills.flatMap { verdict in
      verdict.broken.compactMap { clause, evidence in
        contract.clause(clause).map { clause in
          Finding(
            clause: clause.id, level: clause.level, drill: verdict.drill.name, evidence: evidence,
            replay: verdict.replay)
        }
      }
    }
    return ClauseLevel.allCases.sorted(by: >).flatMap { level in all.filter { $0.level == level } }
  }

  /// The drills that did not take place as they were meant to.
  public var errors: [(drill: String, reason: String)] {
    drills.compactMap { verdict in
      if case .error(let reason) = verdict.state { (verdict.drill.name, reason) } else { nil }
    }
  }

  /// What is said of a clause by all drills together.
  public func judgement(of clause: ClauseID) -> Judgement {
    drills.flatMap(\.clauses).filter { $0.clause == clause }
      .reduce(.notExercised) { $0.merged(with: $1.judgement) }
  }

  /// What all accepted jobs would have cost at fal, as far as prices are known.
  public var cost: Dollars { drills.compactMap(\.cost).reduce(Dollars(mills: 0), +) }

  /// Whether nothing of that level or above was broken, and every drill took place.
  public func passes(_ level: ClauseLevel) -> Bool {
    errors.isEmpty && !findings.contains { $0.level >= level }
  }
}

extension DrillVerdict {
  /// A command line that runs the drill again.
  var replay: String {
    let command = record.command.map(\.shellWord).joined(separator: " ")
    let choice =
      record.given.map { "--scenario \($0.argument.shellWord)" }
      ?? "--drill \(drill.name.shellWord)"
    let seed = record.seed == 0 ? "" : " --seed \(record.seed)"
    let time = record.outcome.timeout
    let timeout =
      time == drill.timeout || time == .zero ? "" : " --timeout \(time.components.seconds)"
    let place = record.server.map { " --url \($0.shellWord)" } ?? ""
    return "falsework check \(choice)\(place)\(seed)\(timeout) -- \(command)"
  }

  /// The verdict without what rests on how the client ended: it ends so in any case.
  ///
  /// That it fails where nothing does is left out only where another MUST says why.
  fileprivate func withoutEndings(_ contract: Contract) -> DrillVerdict {
    let reasons = broken.count { contract.clause($0.clause)?.level == .must }
    guard drill.name != Drill.soundName || reasons > 1 else { return self }
    var verdict = self
    let dependent: Set<Expectation.Demand> = [.success, .failure, .soundMesh]
    let clauses = Set(drill.expectations.filter { dependent.contains($0.demand) }.map(\.clause))
    for index in verdict.clauses.indices where clauses.contains(verdict.clauses[index].clause) {
      verdict.clauses[index].judgement = .notExercised
    }
    return verdict
  }
}
