// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

// MARK: - What is known of an exchange

extension RehearsalPage {
  func writeDetails(of entry: JournalEntry, to box: inout Markup) {
    box.element("dl") { list in
      for (term, text) in facts(of: entry) {
        list.element("dt", text: term)
        list.element("dd", text: text)
      }
    }
    for fault in entry.faults { write(fault, to: &box) }
    if !entry.nearMisses.isEmpty {
      box.element("h4", text: "Rules that nearly fired")
      for miss in entry.nearMisses {
        box.element("p", text: "\(miss.scenario) › \(miss.rule): \(miss.condition), \(miss.why)")
      }
    }
    box.element("div", ["class": "halves"]) { halves in
      write("Request", entry.request.fields, entry.request.body, to: &halves)
      write("Reply", entry.response.fields, entry.response.body, to: &halves)
    }
  }

  private func facts(of entry: JournalEntry) -> [(String, String)] {
    var facts = [
      ("Arrived", TimeText.moment(entry.times.arrived)),
      ("Really took", TimeText.length(entry.times.realDuration)),
      ("Host", entry.request.host),
      ("Way in", "\(entry.origin.door), \(entry.origin.security.rawValue)"),
      ("Connection", "\(entry.origin.connection)"),
    ]
    if let session = entry.origin.session { facts.append(("Session", session)) }
    if let job = entry.job {
      let phase = job.phase.map { ", \($0.rawValue)" } ?? ""
      facts.append(("Job", job.requestID + phase))
    }
    if !entry.scenarios.isEmpty {
      facts.append(("Scenarios", entry.scenarios.joined(separator: ", ")))
    }
    if let delay = entry.delay {
      let achieved = delay.achieved.map(TimeText.length) ?? "not waited for"
      facts.append(("Delay", "\(TimeText.length(delay.requested)) asked for, \(achieved)"))
    }
    facts.append(
      (
        "Sent",
        "\(entry.response.contentBytes) bytes of content, \(entry.response.wireBytes) in all"
      ))
    return facts
  }

  private func write(_ fault: JournalFault, to box: inout Markup) {
    box.element("div", ["class": "why"]) { why in
      why.element("b", text: "\(fault.name): \(fault.state.kind.rawValue)")
      if let reason = fault.state.reason { why.write(", because \(reason)") }
      why.element("p", text: fault.why)
      if !fault.draws.isEmpty {
        let draws = fault.draws.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        why.element("p", text: "Drawn: \(draws)")
      }
    }
  }

  private func write(
    _ title: String, _ fields: JournalFields, _ body: JournalBody, to halves: inout Markup
  ) {
    halves.element("div") { half in
      half.element("h4", text: "\(title), \(body.byteCount) bytes")
      if !fields.isEmpty {
        half.element("pre", ["class": "fields"]) { pre in
          for pair in fields.pairs {
            pre.element("b", text: pair.name)
            pre.write(": \(pair.value)\n")
          }
        }
      }
      switch body.preview {
      case .none:
        if let digest = body.digest, body.byteCount > 0 {
          half.element("p", ["class": "digest"], text: "SHA-256 \(digest)")
        }
      case .whole(let text): half.element("pre", text: text)
      case .beginning(let text): half.element("pre", text: text + " …")
      }
    }
  }
}
