// Falsework
// SPDX-License-Identifier: MIT

/// A verdict as Markdown in GitHub's flavour, fit for a comment on a pull request.
struct MarkdownReport {
  /// The most bytes: GitHub takes comments of 65,536 characters.
  static let bytesMax = 60_000

  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var text: String {
    var parts = [headline, scores]
    let endings = [errors, families]
    var room = Self.bytesMax - (parts + endings).reduce(0) { $0 + $1.utf8.count }
    var left = 0
    // The table names all drills of a clause; its first says the most.
    for finding in source.findingsByClause.compactMap(\.findings.first) {
      let part = details(of: finding)
      room -= part.utf8.count
      if room < 0 { left += 1 } else { parts.append(part) }
    }
    if left > 0 { parts.append("\(left) more clauses have no room here.\n") }
    return (parts + endings).filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private var headline: String {
    let hasFailed = source.findings.contains(where: source.isFailure)
    let errors = source.verdict.errors.count
    let result = hasFailed ? "failed" : errors > 0 ? "incomplete" : "passed"
    let command = source.command.map(\.shellWord).joined(separator: " ")
    return """
      ## Falsework check: \(result)

      \(Self.code(command)) was put through \(source.verdict.drills.count.counted("drill")). \
      Findings: \(source.counts). Cost: \(source.jobs).

      """
  }

  /// A row for each clause that was broken, with its drills.
  private var scores: String {
    if source.findings.isEmpty { return "" }
    let rows = source.findingsByClause.map { clause, findings in
      let level = findings.first?.level.rawValue ?? ""
      let drills = findings.map { Self.code($0.drill) + (source.isKnown($0) ? " (known)" : "") }
      let words = findings.first?.words ?? ""
      return "| \(level) | \(Self.code(clause.rawValue)) \(Self.escaped(source.rule(clause))) "
        + "| \(Self.escaped(words.cut(to: 300))) | \(drills.joined(separator: ", ")) |\n"
    }
    return "| Level | Clause | What was seen | Drills |\n|---|---|---|---|\n" + rows.joined()
  }

  private func details(of finding: Finding) -> String {
    let drill = source.verdict.drills.first { $0.drill.name == finding.drill }
    let title = "\(finding.level.rawValue) \(finding.clause) in \(finding.drill)"
    let about = drill.map { source.about($0.drill) } ?? ""
    let evidence = finding.evidence.map { "- \(Self.escaped($0.text))\n" }.joined()
    return """
      <details><summary>\(Self.escaped(title))</summary>

      \(Self.escaped(about))

      \(evidence)
      \(Self.block(source.excerpt(of: finding) + [finding.replay.visible]))
      </details>

      """
  }

  private var errors: String {
    source.verdict.errors.map { drill, reason in
      "- \(Self.code(drill)) proves nothing: \(Self.escaped(reason))\n"
    }.joined()
  }

  private var families: String {
    let rows = source.verdict.scores.map { score in
      "| \(score.family) | \(score.percent.map { "\($0) %" } ?? "–") | \(score.kept) "
        + "| \(score.broken) | \(score.notExercised) |\n"
    }
    return "| Family | Score | Kept | Broken | Not exercised |\n|---|--:|--:|--:|--:|\n"
      + rows.joined()
  }

  // MARK: - Escaping

  /// Text of one line in which nothing has a meaning: no markup, no mention, no table's end.
  static func escaped(_ text: String) -> String {
    text.visible.map { character in
      switch character {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      // A character between makes no mention of whoever has that name.
      case "@": "@\u{2060}"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!": "\\\(character)"
      default: String(character)
      }
    }.joined()
  }

  /// A span of code, which ends at as many backticks as it began with (CommonMark §6.1).
  static func code(_ text: String) -> String {
    let plain = text.visible
    let fence = String(repeating: "`", count: longestRun(in: plain) + 1)
    let pad = plain.contains("`") || plain.isEmpty ? " " : ""
    return fence + pad + plain + pad + fence
  }

  /// A block of code, which ends at as many backticks as it began with (CommonMark §4.5).
  static func block(_ lines: [String]) -> String {
    let lines = lines.map(\.visible)
    let longest = lines.map(longestRun).max() ?? 0
    let fence = String(repeating: "`", count: max(3, longest + 1))
    return "\(fence)text\n\(lines.joined(separator: "\n"))\n\(fence)\n"
  }

  private static func longestRun(in text: String) -> Int {
    var (longest, run) = (0, 0)
    for byte in text.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      longest = max(longest, run)
    }
    return longest
  }
}
