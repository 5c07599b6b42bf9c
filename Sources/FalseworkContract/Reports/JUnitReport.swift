// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal
internal import FalseworkProtocol

/// A verdict as JUnit's XML: a suite for each drill, a case for each clause that it exercised.
struct JUnitReport {
  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  /// A case of a suite.
  private struct Case {
    let suite: String
    let name: String
    var result = Result.passed
    /// What else is to be read, in lines.
    var output: [String] = []

    enum Result {
      case passed
      case failure(Finding)
      case error(String)
      case skipped(String)
    }
  }

  var text: String {
    var document = Markup()
    document.literal("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
    var suites = source.verdict.drills.map { (cases(of: $0), $0.record.outcome.duration) }
    let idle = idleClauses
    if !idle.isEmpty { suites.append((idle, .zero)) }
    let time = suites.reduce(Duration.zero) { $0 + $1.1 }
    let totals = counts(of: suites.flatMap(\.0))
    document.element(
      "testsuites",
      [
        "name": "falsework check", "tests": totals.tests, "failures": totals.failures,
        "errors": totals.errors, "skipped": totals.skipped, "time": seconds(time),
      ]
    ) { root in
      root.literal("\n")
      for (cases, time) in suites { write(cases, time, to: &root) }
    }
    document.literal("\n")
    return document.text
  }

  private func cases(of drill: DrillVerdict) -> [Case] {
    let name = drill.drill.name
    var cases: [Case] = []
    switch drill.state {
    case .run: break
    case .notExercised(let reason):
      cases.append(Case(suite: name, name: "drill", result: .skipped(reason)))
    case .error(let reason):
      cases.append(Case(suite: name, name: "drill", result: .error(reason)))
    }
    let findings = Dictionary(
      source.findings(of: drill.drill).map { ($0.clause, $0) }, uniquingKeysWith: { $1 })
    for result in drill.clauses where result.judgement != .notExercised {
      var one = Case(suite: name, name: result.clause.rawValue)
      if let finding = findings[result.clause] {
        one.output = lines(of: finding, in: drill)
        if source.isFailure(finding) {
          one.result = .failure(finding)
        } else if source.isKnown(finding) {
          one.result = .skipped("known: \(finding.words)")
        }
      }
      cases.append(one)
    }
    return cases
  }

  /// The clauses that no drill exercised.
  private var idleClauses: [Case] {
    source.verdict.contract.clauses.map(\.id)
      .filter { source.verdict.judgement(of: $0) == .notExercised }
      .map {
        Case(suite: "not exercised", name: $0.rawValue, result: .skipped("no drill exercised it"))
      }
  }

  private func lines(of finding: Finding, in drill: DrillVerdict) -> [String] {
    ["\(finding.level.rawValue) \(finding.clause): \(source.rule(finding.clause))"]
      + finding.evidence.map { "* \($0.text.visible)" }
      + Excerpt(of: finding.exchanges, in: drill.record).text + ["again: \(finding.replay.visible)"]
  }

  private func write(_ cases: [Case], _ time: Duration, to root: inout Markup) {
    let counts = counts(of: cases)
    root.element(
      "testsuite",
      [
        "name": cases.first?.suite ?? "", "tests": counts.tests, "failures": counts.failures,
        "errors": counts.errors, "skipped": counts.skipped, "time": seconds(time),
      ]
    ) { suite in
      suite.literal("\n")
      for one in cases { write(one, to: &suite) }
    }
    root.literal("\n")
  }

  private func write(_ one: Case, to suite: inout Markup) {
    suite.element("testcase", ["classname": one.suite, "name": one.name, "time": "0"]) { body in
      switch one.result {
      case .passed: break
      case .failure(let finding):
        body.element(
          "failure", ["message": finding.words.visible, "type": finding.level.rawValue],
          text: one.output.joined(separator: "\n"))
      case .error(let reason):
        body.element("error", ["message": reason.visible, "type": "drill"])
      case .skipped(let reason): body.element("skipped", ["message": reason.visible])
      }
      if !one.output.isEmpty {
        body.element("system-out", text: one.output.joined(separator: "\n"))
      }
    }
    suite.literal("\n")
  }

  private func counts(
    of cases: [Case]
  ) -> (tests: String, failures: String, errors: String, skipped: String) {
    var (failures, errors, skipped) = (0, 0, 0)
    for one in cases {
      switch one.result {
      case .passed: break
      case .failure: failures += 1
      case .error: errors += 1
      case .skipped: skipped += 1
      }
    }
    return ("\(cases.count)", "\(failures)", "\(errors)", "\(skipped)")
  }

  /// Seconds to the millisecond.
  private func seconds(_ duration: Duration) -> String {
    let milliseconds = Int((duration.seconds * 1000).rounded())
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }
}
