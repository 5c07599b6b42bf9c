// Falsework
// SPDX-License-Identifier: MIT

/// A verdict for whoever sits at a terminal.
public struct TerminalReport: Sendable {
  /// Whether there are colours.
  public enum Style: String, Sendable, Hashable, CaseIterable {
    /// Nothing but text.
    case plain
    /// Colours by the sequences of ECMA-48, for terminals.
    case colour
  }

  /// The least number of characters of a line: narrower terminals wrap the lines themselves.
  public static let widthMin = 80

  let source: ReportSource
  let style: Style
  let width: Int

  init(_ source: ReportSource, _ style: Style, width: Int) {
    self.source = source
    self.style = style
    self.width = max(width, Self.widthMin)
  }

  /// Returns a verdict as a terminal shows it, wrapped after `width` characters.
  public static func text(
    _ verdict: Verdict, style: Style, width: Int, about: (Drill) -> String?
  ) -> String {
    VerdictReports(verdict, about: about).terminal(style, width: width)
  }

  /// All of it, with a newline at its end.
  var text: String {
    var lines: [String] = []
    var told: [ClauseID: String] = [:]
    for drill in source.verdict.drills {
      lines += headline(of: drill)
      let findings = source.findings(of: drill.drill)
      for finding in findings {
        if let first = told[finding.clause] {
          lines += repeated(finding, toldIn: first)
        } else {
          told[finding.clause] = finding.drill
          lines += whole(finding, in: drill)
        }
      }
      if !findings.isEmpty { lines.append("") }
    }
    return (lines + [""] + score + [""] + summary).joined(separator: "\n") + "\n"
  }

  // MARK: - Drills

  private var nameWidth: Int { source.verdict.drills.map(\.drill.name.visible).longest }

  private func headline(of drill: DrillVerdict) -> [String] {
    let findings = source.findings(of: drill.drill)
    let name = drill.drill.name.visible.padded(to: nameWidth)
    let deeds = drill.deeds.joined(separator: ", ")
    let about = source.about(drill.drill).visible
    switch drill.state {
    case .error(let reason):
      let words = "proves nothing: \(reason.visible)"
      return [paint("!  \(name)  ", .bad) + deeds] + indented(words, by: 3, .bad)
    case .notExercised(let reason):
      return [paint("-  \(name)  not exercised: \(reason.visible)", .soft)]
    case .run where findings.isEmpty:
      let room = width - nameWidth - 7 - deedsWidth
      let rest = room < 12 ? "" : "  " + paint(about.cut(to: room), .soft)
      let words = deeds.padded(to: rest.isEmpty ? 0 : deedsWidth)
      return [paint("ok", .good) + " \(name)  \(words)\(rest)"]
    case .run:
      let isFailure = findings.contains(where: source.isFailure)
      let mark = isFailure ? paint("x ", .bad) : paint("~ ", .caution)
      return ["\(mark) \(paint(name, .strong))  \(deeds)"] + indented(about, by: 3, .soft)
    }
  }

  private var deedsWidth: Int {
    source.verdict.drills.map { $0.deeds.joined(separator: ", ") }.longest
  }

  // MARK: - Findings

  private func title(of finding: Finding) -> String {
    let known = source.isKnown(finding) ? " (known)" : ""
    let level = finding.level.rawValue.padded(to: 6)
    return
      "   \(paint(level, tone(of: finding))) \(paint(finding.clause.rawValue, .strong))\(known)"
  }

  /// A finding with all that is to be said.
  private func whole(_ finding: Finding, in drill: DrillVerdict) -> [String] {
    let clause = source.clause(finding)
    var lines = [title(of: finding)]
    lines += indented(clause?.rule ?? "", by: 10)
    for evidence in finding.evidence {
      lines += indented(evidence.text.visible, by: 12, tone(of: finding), mark: "* ")
    }
    let excerpt = Excerpt(of: finding.exchanges, in: drill.record).text
    lines += excerpt.map {
      String(repeating: " ", count: 12) + paint($0.cut(to: max(width - 12, 48)), .soft)
    }
    lines += indented(clause?.why ?? "", by: 15, mark: "why: ")
    // It is one line whatever its length, so that it can be copied.
    lines.append("          again: \(paint(finding.replay.visible, .link))")
    return lines
  }

  /// A finding that another drill was told to have shown already.
  private func repeated(_ finding: Finding, toldIn drill: String) -> [String] {
    let others = finding.evidence.count - 1
    let more = others > 0 ? ", and \(others) more" : ""
    let words = "\(finding.evidence.first?.text.visible ?? "")\(more) (as in \(drill.visible))"
    return [title(of: finding)] + indented(words, by: 12, mark: "* ")
      + ["          again: \(paint(finding.replay.visible, .link))"]
  }

  /// Wrapped words, with a mark before the first line.
  func indented(_ words: String, by count: Int, _ tone: Tone = .plain, mark: String = "")
    -> [String]
  {
    words.wrapped(to: width - count).enumerated().map { index, line in
      let indent = String(repeating: " ", count: count - mark.count)
      let before = index == 0 ? mark : String(repeating: " ", count: mark.count)
      return indent + before + paint(line, tone)
    }
  }
}
