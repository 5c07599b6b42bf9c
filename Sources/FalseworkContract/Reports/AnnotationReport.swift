// Falsework
// SPDX-License-Identifier: MIT

/// A verdict as workflow commands of GitHub Actions, one a line, the most binding first.
struct AnnotationReport {
  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var text: String {
    let errors = source.verdict.errors.map { drill, reason in
      line("error", title: "drill \(drill)", message: "It proves nothing: \(reason)")
    }
    // GitHub shows ten annotations of a kind, so each clause gets one.
    let findings = source.findingsByClause.compactMap { clause, all in
      let findings = all.filter { !source.isKnown($0) }
      return findings.first.map { finding in
        let others = findings.dropFirst().map(\.drill).joined(separator: ", ")
        let message = [source.rule(clause), finding.words, finding.replay]
        return line(
          word(of: finding),
          title: "\(finding.level.rawValue) \(clause) in \(finding.drill)",
          message: (message + (others.isEmpty ? [] : ["Also in: \(others)"]))
            .joined(separator: "\n"))
      }
    }
    return (errors + findings).map { $0 + "\n" }.joined()
  }

  private func word(of finding: Finding) -> String {
    switch finding.level {
    case .must: "error"
    case .should: source.isFailure(finding) ? "error" : "warning"
    case .may: source.isFailure(finding) ? "error" : "notice"
    }
  }

  private func line(_ command: String, title: String, message: String) -> String {
    let file = source.clientFile.map { "file=\(Self.property($0))," } ?? ""
    return "::\(command) \(file)title=\(Self.property(title))::\(Self.data(message))"
  }

  /// A message: the runner unescapes these three (actions/toolkit, command.ts).
  static func data(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { String($0).visible.replacing("%", with: "%25") }.joined(separator: "%0A")
  }

  /// A property, which a colon or a comma would end.
  static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
