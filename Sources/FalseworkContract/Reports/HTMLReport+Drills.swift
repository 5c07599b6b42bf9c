// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

extension HTMLReport {
  func writeDrills(_ main: inout Markup) {
    main.element("section") { section in
      section.element("h2", text: "Drills")
      for drill in source.verdict.drills { write(drill, to: &section) }
      section.markup(JobTimeline.legend)
    }
  }

  private func write(_ drill: DrillVerdict, to section: inout Markup) {
    let findings = source.findings(of: drill.drill)
    let open: KeyValuePairs<StaticString, String> =
      findings.isEmpty
      ? ["class": "drill", "id": drill.drill.name]
      : ["class": "drill", "id": drill.drill.name, "open": ""]
    section.element("details", open) { box in
      box.element("summary") { summary in
        let (word, tone) = look(of: drill, findings)
        summary.element("span", ["class": "badge \(tone)"], text: word)
        summary.element("b", text: drill.drill.name)
        summary.element("span", ["class": "deeds"], text: drill.deeds.joined(separator: ", "))
        summary.element("span", ["class": "about"], text: source.about(drill.drill))
      }
      switch drill.state {
      case .run: break
      case .notExercised(let reason), .error(let reason):
        box.element("p", ["class": "notes"], text: reason.visible)
      }
      for finding in findings { write(finding, in: drill, to: &box) }
      write(clausesOf: drill, to: &box)
      if !drill.record.exchanges.isEmpty {
        box.element("div", ["class": "scroll"]) { scroll in
          let timeline = JobTimeline(entries: drill.record.exchanges, jobs: drill.record.jobs)
          scroll.markup(timeline.inline)
        }
      }
      write(outputOf: drill, to: &box)
    }
  }

  private func look(of drill: DrillVerdict, _ findings: [Finding]) -> (String, String) {
    switch drill.state {
    case .error: ("error", "bad")
    case .notExercised: ("not exercised", "caution")
    case .run where findings.isEmpty: ("held", "good")
    case .run:
      findings.contains(where: source.isFailure) ? ("broken", "bad") : ("noted", "caution")
    }
  }

  private func write(_ finding: Finding, in drill: DrillVerdict, to box: inout Markup) {
    box.element("div", ["class": "finding \(Self.tone(finding))"]) { part in
      part.element("h3") { title in
        title.element("span", ["class": "pill \(Self.tone(finding))"], text: finding.level.rawValue)
        title.write(" \(finding.clause.rawValue)")
        if source.isKnown(finding) { title.write(" (known)") }
      }
      part.element("p", text: source.rule(finding.clause))
      part.element("ul", ["class": "evidence"]) { list in
        for evidence in finding.evidence { list.element("li", text: evidence.text.visible) }
      }
      let excerpt = Excerpt(of: finding.exchanges, in: drill.record).text
      if !excerpt.isEmpty { part.element("pre", text: excerpt.joined(separator: "\n")) }
      if let clause = source.clause(finding) {
        part.element(
          "p", ["class": "more"],
          text:
            "\(clause.why) (\(clause.provenance.source.rawValue): \(clause.provenance.citation))"
        )
      }
      part.element("pre", ["class": "replay"], text: finding.replay.visible)
    }
  }

  private func write(clausesOf drill: DrillVerdict, to box: inout Markup) {
    if drill.kept.isEmpty { return }
    box.element(
      "p", ["class": "more"],
      text: "Kept: " + drill.kept.map(\.rawValue).joined(separator: ", "))
  }

  private func write(outputOf drill: DrillVerdict, to box: inout Markup) {
    let lines = drill.record.outcome.output.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard lines.contains(where: { !$0.isEmpty }) else { return }
    box.element("h4", text: "The end of what the client wrote")
    box.element("pre", text: lines.map { String($0).visible }.joined(separator: "\n"))
  }

  /// What this page has and other pages have not.
  static let style: StaticString = """
    .scores{display:grid;gap:4px 0}
    .score{display:grid;gap:0 14px;align-items:center;font-size:14px;\
    grid-template-columns:90px minmax(80px,260px) 56px minmax(0,1fr)}
    .score span{text-align:right;font-variant-numeric:tabular-nums}.score small{color:var(--soft)}
    meter{width:100%;height:14px}
    .findings li{padding:4px 0;border-top:1px solid var(--line);overflow-wrap:anywhere}
    a{color:var(--webhook)}.pill.quiet{color:var(--soft)}
    .drill{border:1px solid var(--line);border-radius:10px;margin:0 0 8px;padding:0 14px}
    .drill[open]{padding-bottom:14px}
    .drill summary{cursor:pointer;list-style:none;padding:8px 0;display:flex;flex-wrap:wrap;\
    gap:2px 12px;align-items:baseline}
    summary::-webkit-details-marker{display:none}
    summary:focus-visible{outline:2px solid var(--webhook);outline-offset:2px}
    .deeds{font-variant-numeric:tabular-nums}.about{color:var(--soft);font-size:13px}
    .finding{border-left:4px solid var(--line);padding:2px 0 2px 14px;margin:10px 0;\
    overflow-wrap:anywhere}
    .finding.bad{border-color:var(--bad)}.finding.caution{border-color:var(--caution)}
    .evidence{margin:6px 0}.evidence li::before{content:"— "}
    pre{font:12px/1.45 ui-monospace,monospace;background:var(--code);border-radius:6px;\
    margin:6px 0;padding:8px 10px;white-space:pre-wrap;overflow-wrap:anywhere;\
    max-height:340px;overflow-y:auto}
    .replay{border:1px dashed var(--soft)}
    @media(max-width:700px){.score{grid-template-columns:80px 1fr 50px}\
    .score small{grid-column:1/-1}}

    """
}
