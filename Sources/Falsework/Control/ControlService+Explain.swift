// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkJSON
internal import FalseworkJournal
internal import FalseworkProtocol
internal import HTTPTypes

extension ControlService {
  /// `GET /_falsework/explain/{id}`: why an exchange went as it did; plain text to a person, JSON
  /// to whoever asks for it by `format=json`.
  func explain(_ call: ControlCall) throws -> Reply {
    let entry = try entry(call.subject)
    let lines = Explanation(of: entry).lines
    if call.query["format"] == "json" {
      return .json(
        .ok,
        [
          "exchange": .number(JSONNumber(entry.id)),
          "lines": .array(lines.map(JSONValue.string)), "entry": entry.json,
        ])
    }
    return Reply(
      .ok, fields: [.contentType: "text/plain; charset=utf-8"],
      content: .bytes(Array((lines.joined(separator: "\n") + "\n").utf8)))
  }
}

/// Why an exchange went as it did, for people.
struct Explanation {
  private let entry: JournalEntry

  init(of entry: JournalEntry) {
    self.entry = entry
  }

  var lines: [String] { [head] + circumstances + faults + nearMisses + notes + [ending] }

  private var head: String {
    let query = entry.request.query.map { "?\($0)" } ?? ""
    return
      "exchange \(entry.id): \(entry.request.method) \(entry.request.host)"
      + "\(entry.request.path)\(query)"
  }

  private var circumstances: [String] {
    var lines = [
      "  at \(entry.times.arrived.pythonISO) by the mock's clock, as \(entry.operation), "
        + "connection \(entry.origin.connection), by the door \(entry.origin.door)"
    ]
    if let job = entry.job {
      let number = job.index.map { "job \($0) of its session" } ?? "a job without a number"
      let phase = job.phase.map { ", \($0.rawValue) then" } ?? ""
      lines.append("  about \(job.requestID), \(number)\(phase)")
    }
    lines.append(
      entry.scenarios.isEmpty
        ? "  under no scenario" : "  under \(entry.scenarios.joined(separator: ", "))")
    return lines
  }

  private var faults: [String] {
    entry.faults.flatMap { fault -> [String] in
      var lines = [
        "  fired: \(fault.scenario)/\(fault.rule) (\(fault.actions.joined(separator: ", ")))",
        "    because: \(fault.why)",
      ]
      if !fault.draws.isEmpty {
        lines.append(
          "    drawn: " + fault.draws.map { "\($0.name) \($0.value)" }.joined(separator: ", "))
      }
      lines.append("    \(Self.words(for: fault.state))")
      return lines
    }
  }

  private static func words(for state: JournalFault.State) -> String {
    switch state {
    case .armed: "armed"
    case .fired: "it shows later, in what is asked about the job"
    case .delivered: "delivered to the client"
    case .missed(let reason): "missed: \(reason)"
    }
  }

  private var nearMisses: [String] {
    entry.nearMisses.map { "  not fired: \($0.scenario)/\($0.rule): \($0.condition) \($0.why)" }
  }

  private var notes: [String] { entry.notes.map { "  note: \($0.text)" } }

  private var ending: String {
    let status = entry.response.status.map(String.init) ?? "no reply"
    let delivery =
      switch entry.delivery {
      case .delivered: "delivered whole"
      case .clientGone: "the client went away"
      case .cutShort: "cut short by the server's stop or a broken source"
      case .ended(let ending): "ended by a fault: \(ending.rawValue)"
      }
    let delay = entry.delay.map { delay in
      let achieved = delay.achieved.map { "\($0.seconds) s were kept" } ?? "none was kept"
      return ", \(delay.requested.seconds) s of delay were asked for and \(achieved)"
    }
    return
      "  \(status), \(entry.response.wireBytes) bytes on the wire, \(delivery)\(delay ?? "")"
  }
}
