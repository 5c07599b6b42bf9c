// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// A verdict in the Test Anything Protocol, version 14: a test point for each drill, and a subtest
/// with a point for each clause that it exercised.
struct TAPReport {
  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var text: String {
    var lines = ["TAP version 14", "1..\(source.verdict.drills.count)"]
    for (index, drill) in source.verdict.drills.enumerated() {
      lines += write(drill, number: index + 1)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func write(_ drill: DrillVerdict, number: Int) -> [String] {
    let name = Self.escaped(drill.drill.name)
    let findings = Dictionary(
      source.findings(of: drill.drill).map { ($0.clause, $0) }, uniquingKeysWith: { $1 })
    let exercised = drill.clauses.filter { $0.judgement != .notExercised }
    var lines = ["# Subtest: \(name)", "    1..\(exercised.count)"]
    for (index, result) in exercised.enumerated() {
      lines += write(result, number: index + 1, findings[result.clause], in: drill).map {
        "    \($0)"
      }
    }
    let hasFailed = findings.values.contains(where: source.isFailure)
    switch drill.state {
    case .run: lines.append("\(hasFailed ? "not ok" : "ok") \(number) - \(name)")
    case .notExercised(let reason):
      lines.append(
        hasFailed
          ? "not ok \(number) - \(name)" : "ok \(number) - \(name) # SKIP \(Self.escaped(reason))")
    case .error(let reason):
      lines.append("not ok \(number) - \(name)")
      lines += diagnostics([("severity", "error"), ("message", reason)])
    }
    return lines
  }

  private func write(
    _ result: ClauseResult, number: Int, _ finding: Finding?, in drill: DrillVerdict
  ) -> [String] {
    let name = "\(number) - \(Self.escaped(result.clause.rawValue))"
    guard let finding else { return ["ok \(name)"] }
    // What fails and is marked so is no failure to readers; the word is the protocol's (TAP 14).
    let directive =
      source.isFailure(finding)
      ? "" : " # TODO \(source.isKnown(finding) ? "known" : finding.level.rawValue)"
    let excerpt = Excerpt(of: finding.exchanges, in: drill.record).text
    return ["not ok \(name)\(directive)"]
      + diagnostics([
        ("severity", finding.level.rawValue), ("message", finding.words),
        ("rule", source.rule(finding.clause)), ("excerpt", excerpt.joined(separator: "\n")),
        ("replay", finding.replay),
      ])
  }

  /// A block of YAML; strings of JSON are strings of YAML (YAML 1.2 §7.3.1).
  private func diagnostics(_ members: [(name: String, text: String)]) -> [String] {
    ["  ---"]
      + members.map { "  \($0.name): \(Self.quoted($0.text))" } + ["  ..."]
  }

  private static func quoted(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return JSONValue.string(lines.map { String($0).visible }.joined(separator: "\n")).text()
  }

  /// A description: `#` begins directives, and a backslash takes its meaning away.
  private static func escaped(_ text: String) -> String {
    text.visible.map { "#\\".contains($0) ? "\\\($0)" : "\($0)" }.joined()
  }
}
