// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

/// A verdict as one page: no scripts, nothing from elsewhere, light or dark as the reader likes.
struct HTMLReport {
  let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var text: String {
    Markup.page(
      title: title,
      styles: [PageStyle.colors, PageStyle.page, PageStyle.timeline, Self.style]
    ) { main in
      writeHeader(&main)
      writeScores(&main)
      writeFindings(&main)
      writeDrills(&main)
      main.element("footer") { footer in
        footer.element(
          "p",
          text: "Times are those of the mock's clock. Keys, tokens and cookies are redacted.")
      }
    }
  }

  private var title: String {
    let command = source.command.map(\.shellWord).joined(separator: " ").visible.cut(to: 120)
    return command.isEmpty ? "A client" : command
  }

  private func writeHeader(_ main: inout Markup) {
    main.element("header") { header in
      header.element("p", ["class": "maker"], text: "Falsework check")
      header.element("h1", text: title)
      header.element(
        "p", ["class": "facts"],
        text: "\(source.verdict.drills.count.counted("drill")) · \(source.jobs)")
    }
    let hasFailed = source.findings.contains(where: source.isFailure)
    let errors = source.verdict.errors.count
    let tone = hasFailed ? "bad" : errors > 0 ? "" : "good"
    main.element("div", ["class": "verdict \(tone)"]) { box in
      box.element(
        "strong",
        text: hasFailed
          ? "The client breaks the contract"
          : errors > 0 ? "Not all drills prove something" : "The client keeps the contract")
      box.element("span", text: "Findings: \(source.counts)")
      if errors > 0 { box.element("span", text: "Drills in error: \(errors)") }
    }
  }

  private func writeScores(_ main: inout Markup) {
    main.element("section") { section in
      section.element("h2", text: "Score by family")
      section.element("div", ["class": "scores"]) { list in
        for score in source.verdict.scores {
          list.element("div", ["class": "score"]) { row in
            row.element("b", text: score.family)
            let percent = score.percent.map { "\($0)" }
            row.element(
              "meter",
              [
                "min": "0", "max": "100", "low": "50", "high": "99", "optimum": "100",
                "value": percent ?? "0", "aria-label": "\(score.family), in percent",
              ],
              text: percent ?? "")
            row.element("span", text: percent.map { "\($0) %" } ?? "–")
            row.element(
              "small",
              text:
                "\(score.kept) kept, \(score.broken) broken, \(score.notExercised) not exercised"
            )
          }
        }
      }
    }
  }

  private func writeFindings(_ main: inout Markup) {
    if source.findings.isEmpty { return }
    main.element("section") { section in
      section.element("h2", text: "Findings")
      section.element("ul", ["class": "findings"]) { list in
        for (clause, findings) in source.findingsByClause {
          list.element("li") { write(clause, findings, to: &$0) }
        }
      }
    }
  }

  /// A clause with what was seen of it first, and the drills that show it.
  private func write(_ clause: ClauseID, _ findings: [Finding], to item: inout Markup) {
    guard let first = findings.first else { return }
    item.element("span", ["class": "pill \(Self.tone(first))"], text: first.level.rawValue)
    item.element("b", text: " \(clause.rawValue)")
    item.write(": \(first.words.visible) — ")
    for finding in findings {
      item.element("a", ["href": "#\(finding.drill)"], text: finding.drill)
      item.write(source.isKnown(finding) ? " (known) " : " ")
    }
  }

  static func tone(_ finding: Finding) -> String {
    switch finding.level {
    case .must: "bad"
    case .should: "caution"
    case .may: "quiet"
    }
  }
}
