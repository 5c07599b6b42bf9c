// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

/// A verdict with what reports say beside it.
struct ReportSource: Sendable {
  let verdict: Verdict
  let findings: [Finding]
  /// The least level whose breach is a failure.
  let level: ClauseLevel
  let version: String
  private let known: Set<String>
  private let abouts: [String: String]
  private let findingsByDrill: [String: [Finding]]

  init(
    _ verdict: Verdict, baseline: Baseline, failingAt level: ClauseLevel, version: String,
    about: (Drill) -> String?
  ) {
    self.verdict = verdict
    self.level = level
    self.version = version
    findings = verdict.findings
    known = baseline.fingerprints
    abouts = Dictionary(
      verdict.drills.compactMap { one in
        (one.record.given?.about ?? about(one.drill)).map { (one.drill.name, $0) }
      },
      uniquingKeysWith: { first, _ in first })
    findingsByDrill = Dictionary(grouping: findings, by: \.drill)
  }

  /// What was done to the client, in a sentence.
  func about(_ drill: Drill) -> String {
    if let about = abouts[drill.name] { return about }
    return drill.scenario == nil ? "Nothing fails." : "The scenario \(drill.scenario ?? "") is on."
  }

  func findings(of drill: Drill) -> [Finding] { findingsByDrill[drill.name] ?? [] }

  func isKnown(_ finding: Finding) -> Bool { known.contains(finding.fingerprint) }

  /// Whether a finding makes the check fail.
  func isFailure(_ finding: Finding) -> Bool { finding.level >= level && !isKnown(finding) }

  func clause(_ finding: Finding) -> Clause? { verdict.contract.clause(finding.clause) }

  func rule(_ clause: ClauseID) -> String { verdict.contract.clause(clause)?.rule ?? "" }

  func count(_ level: ClauseLevel) -> Int {
    findings.count { $0.level == level && !isKnown($0) }
  }

  /// The findings by their clauses, the most binding first.
  var findingsByClause: [(clause: ClauseID, findings: [Finding])] {
    var order: [ClauseID] = []
    var groups: [ClauseID: [Finding]] = [:]
    for finding in findings {
      if groups[finding.clause] == nil { order.append(finding.clause) }
      groups[finding.clause, default: []].append(finding)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }

  /// How many findings there are of each level, and how many are known.
  var counts: String {
    let levels = ClauseLevel.allCases.map { "\(count($0)) \($0.rawValue)" }
    return levels.joined(separator: ", ") + (knownCount > 0 ? ", and \(knownCount) known" : "")
  }

  /// The exchanges that show a finding.
  func excerpt(of finding: Finding) -> [String] {
    let drill = verdict.drills.first { $0.drill.name == finding.drill }
    return drill.map { Excerpt(of: finding.exchanges, in: $0.record).text } ?? []
  }

  var knownCount: Int { findings.count(where: isKnown) }

  /// How many jobs there were, and what they would have cost.
  var jobs: String {
    "\(jobCount.counted("job")), \(verdict.cost) at fal's prices"
  }

  var jobCount: Int { verdict.drills.reduce(0) { $0 + $1.record.jobs.count } }

  /// The program and the file that a client is, as far as its command says it.
  var command: [String] {
    verdict.drills.first { !$0.record.command.isEmpty }?.record.command ?? []
  }
}

extension DrillVerdict {
  /// What the client did, in a few words each: its end, its jobs and their cost.
  var deeds: [String] {
    let outcome = record.outcome
    let time = outcome.duration.inWords
    let end =
      switch outcome.ending {
      case .exited: outcome.hasSucceeded ? "succeeded in \(time)" : "\(outcome.words), \(time)"
      case .signalled, .interrupted: "\(outcome.words) after \(time)"
      case .outOfTime: outcome.words
      }
    var deeds = [end, record.jobs.count.counted("job")]
    if let cost, !record.jobs.isEmpty { deeds.append(cost.description) }
    return deeds
  }
}

extension Finding {
  /// What shows it, in one line.
  var words: String { evidence.map(\.text).joined(separator: "; ") }

  /// The exchanges that show it, each once.
  var exchanges: [Int] {
    var seen: Set<Int> = []
    return evidence.flatMap(\.exchanges).filter { seen.insert($0).inserted }
  }
}
