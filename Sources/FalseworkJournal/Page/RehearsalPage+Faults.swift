// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

// MARK: - What became of the faults

extension RehearsalPage {
  func writeFaults(_ main: inout Markup) {
    let (headline, tone) = verdict
    main.element("section") { section in
      section.element("p", ["class": "verdict \(tone)"]) { verdict in
        verdict.element("strong", text: headline)
        if !summary.isEmpty { verdict.element("span", text: summary) }
      }
      if !tallies.isEmpty {
        section.element("ul", ["class": "rules"]) { list in
          for tally in tallies { write(tally, to: &list) }
        }
      }
      writeNotes(&section)
    }
  }

  /// The most important sentence of the page, and its colour.
  private var verdict: (String, String) {
    let count = tallies.count
    let delivered = tallies.filter { $0.verdict == .delivered }.count
    if count == 0 { return ("No fault was armed.", "plain") }
    if delivered == count {
      return (
        count == 1 ? "The fault reached the client." : "All \(count) faults reached the client.",
        "good"
      )
    }
    if count == 1 { return ("The fault did not reach the client.", "bad") }
    if delivered == 0 { return ("None of \(count) faults reached the client.", "bad") }
    return ("\(delivered) of \(count) faults reached the client.", "bad")
  }

  private var summary: String {
    let fired = tallies.reduce(0) { $0 + $1.fired }
    let delivered = tallies.reduce(0) { $0 + $1.delivered }
    let missed = tallies.reduce(0) { $0 + $1.missed.reduce(0) { $0 + $1.count } }
    if tallies.isEmpty { return "" }
    return "Armed \(tallies.count), fired \(fired), delivered \(delivered), missed \(missed)."
  }

  private func write(_ tally: FaultTally, to list: inout Markup) {
    let (word, tone) = tally.badge
    list.element("li", ["class": "rule \(tone)"]) { item in
      item.element("span", ["class": "badge \(tone)"], text: word)
      item.element("div") { text in
        text.element("h3") { heading in
          heading.element("span", ["class": "scenario"], text: tally.scenario)
          heading.element("span", ["class": "name"], text: tally.rule)
        }
        if !tally.actions.isEmpty {
          text.element("p", ["class": "actions"], text: tally.actions.joined(separator: " + "))
        }
        for line in tally.lines { text.element("p", text: line) }
        if let advice = tally.advice {
          text.element("p", ["class": "advice"]) { line in
            line.element("b", text: "A good client: ")
            line.write(advice)
          }
        }
      }
    }
  }

  /// What else was found: keys that look real or stand where they must not, hosts that were
  /// refused, inputs that break their schema.
  private func writeNotes(_ section: inout Markup) {
    let notes = entries.flatMap { entry in
      entry.notes.filter { $0.kind != .choice }.map { (entry.id, $0) }
    }
    if notes.isEmpty { return }
    section.element("ul", ["class": "notes"]) { list in
      for (id, note) in notes.prefix(Self.notesMax) {
        list.element("li") { item in
          item.element("b", text: note.kind.rawValue.split(separator: "_").joined(separator: " "))
          item.write(": \(note.text) (#\(id))")
        }
      }
      if notes.count > Self.notesMax {
        list.element("li", text: "\(notes.count - Self.notesMax) more")
      }
    }
  }

  private static let notesMax = 20
}

extension FaultTally {
  fileprivate var badge: (word: String, tone: String) {
    switch verdict {
    case .delivered: missed.isEmpty ? ("delivered", "good") : ("partly delivered", "caution")
    case .missed: ("missed", "bad")
    case .neverFired: ("never fired", "bad")
    case .underWay: ("under way", "caution")
    }
  }

  /// What became of the rule, in sentences.
  fileprivate var lines: [String] {
    var lines: [String] = []
    switch verdict {
    case .neverFired where evaluated == 0:
      lines.append("No exchange came that it could apply to.")
    case .neverFired:
      lines.append("It was held against \(Self.times(evaluated)) and fired at none.")
    case .delivered, .missed, .underWay:
      lines.append("It fired \(Self.often(fired)), and the client met it \(Self.often(delivered)).")
    }
    return lines + missed.map { "Missed \(Self.often($0.count)): \($0.reason)" }
  }

  private static func often(_ count: Int) -> String {
    switch count {
    case 0: "never"
    case 1: "once"
    case 2: "twice"
    default: "\(count) times"
    }
  }

  private static func times(_ count: Int) -> String {
    count == 1 ? "1 exchange" : "\(count) exchanges"
  }
}
