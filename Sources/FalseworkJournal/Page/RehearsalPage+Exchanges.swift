// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

// MARK: - The list of exchanges

extension RehearsalPage {
  /// Runs of at least so many polls that say the same are folded.
  private static let foldMin = 4

  func writeExchanges(_ main: inout Markup) {
    if entries.isEmpty { return }
    let shown = Array(entries.prefix(Self.exchangesMax))
    main.element("section") { section in
      section.element("h2", text: "Exchanges")
      section.element("div", ["class": "list"]) { list in
        list.element("div", ["class": "row head"]) { row in
          for title in ["#", "At", "Request", "Reply", "Took", "Fault"] {
            row.element("span", text: title)
          }
        }
        for run in Self.runs(shown) { write(run, to: &list) }
      }
      if entries.count > shown.count {
        section.element(
          "p", ["class": "more"], text: "\(entries.count - shown.count) more are not listed.")
      }
    }
  }

  /// Neighbours that differ in nothing but time.
  private static func runs(_ entries: [JournalEntry]) -> [ArraySlice<JournalEntry>] {
    var runs: [ArraySlice<JournalEntry>] = []
    var start = 0
    for index in entries.indices {
      let isLast = index + 1 == entries.count
      guard isLast || !entries[index].isLike(entries[index + 1]) else { continue }
      let run = entries[start...index]
      runs += run.count >= foldMin ? [run] : run.indices.map { entries[$0...$0] }
      start = index + 1
    }
    return runs
  }

  private func write(_ run: ArraySlice<JournalEntry>, to list: inout Markup) {
    guard let first = run.first, let last = run.last, run.count > 1 else {
      for entry in run { write(entry, to: &list) }
      return
    }
    list.element("details", ["class": "fold"]) { details in
      details.element("summary", ["class": "row"]) { row in
        row.element("span", ["class": "id"], text: "×\(run.count)")
        row.element("span", ["class": "at"], text: at(first.times.arrived))
        row.element("span", ["class": "what"]) { write(first, requestTo: &$0) }
        row.element("span", ["class": "reply good"]) { reply in
          reply.write("\(run.count) × \(first.outcome)")
        }
        row.element("span", ["class": "took"], text: "until \(at(last.times.ended))")
        row.element("span")
      }
      for entry in run { write(entry, to: &details) }
    }
  }

  private func at(_ moment: Timestamp) -> String { TimeText.offset(of: moment, from: start) }

  private func write(_ entry: JournalEntry, to list: inout Markup) {
    list.element("details", ["class": "exchange", "id": "x\(entry.id)"]) { details in
      details.element("summary", ["class": "row"]) { row in
        row.element("span", ["class": "id"], text: "\(entry.id)")
        row.element("span", ["class": "at"], text: at(entry.times.arrived))
        row.element("span", ["class": "what"]) { write(entry, requestTo: &$0) }
        row.element(
          "span", ["class": "reply \(entry.look.tone.rawValue)"], text: entry.outcome)
        row.element(
          "span", ["class": "took"],
          text: TimeText.length(entry.times.arrived.duration(to: entry.times.ended)))
        row.element("span", ["class": "faults"]) { cell in
          for fault in entry.faults { write(fault, to: &cell) }
        }
      }
      details.element("div", ["class": "more-of-it"]) { writeDetails(of: entry, to: &$0) }
    }
  }

  private func write(_ entry: JournalEntry, requestTo cell: inout Markup) {
    cell.element("b", text: entry.operation)
    cell.write(" \(entry.request.method) ")
    let query = entry.request.query.map { "?\($0)" } ?? ""
    cell.element("span", ["class": "path"], text: entry.request.path + query)
  }

  private func write(_ fault: JournalFault, to cell: inout Markup) {
    let kind = fault.state.kind
    let tone = kind == .delivered ? "fault" : kind == .missed ? "bad" : "caution"
    let text = fault.actions.isEmpty ? fault.rule : fault.actions.joined(separator: " + ")
    cell.element("span", ["class": "pill \(tone)"], text: "\(text) \(kind.rawValue)")
  }
}

extension JournalEntry {
  /// Whether two exchanges differ in nothing but time and number: the same poll with the same
  /// answer, and no fault.
  fileprivate func isLike(_ other: JournalEntry) -> Bool {
    faults.isEmpty && other.faults.isEmpty && notes.isEmpty && other.notes.isEmpty
      && delivery == .delivered && other.delivery == .delivered && operation == other.operation
      && request.method == other.request.method && request.path == other.request.path
      && request.query == other.request.query && response.status == other.response.status
  }
}
