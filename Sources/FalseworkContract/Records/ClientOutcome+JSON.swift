// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkJournal

extension ClientOutcome {
  /// The outcome as an object whose members always stand in the same order.
  var json: JSONValue {
    var object = JSONObject()
    object.add("ending", ending.word.rawValue)
    switch ending {
    case .exited(let status): object.add("status", status)
    case .signalled(let number): object.add("signal", number)
    case .outOfTime, .interrupted: break
    }
    object.add("seconds", duration)
    object.add("timeout_seconds", timeout)
    object.add("output", output)
    object.add("has_written_key", .bool(hasWrittenKey))
    object.add("report", report?.json)
    object.add("artefact", artefact?.json)
    return .object(object)
  }

  init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(
      only: [
        "ending", "status", "signal", "seconds", "timeout_seconds", "output", "has_written_key",
        "report", "artefact",
      ])
    self.init(
      ending: try Ending(reader), duration: try reader.required("seconds").duration(),
      timeout: try reader.required("timeout_seconds").duration(),
      hasWrittenKey: try reader.required("has_written_key").bool())
    // It was redacted and cut when it was recorded, and comes back as it was then.
    output = try reader.required("output").text()
    report = try reader.optional("report").map(Report.init)
    if let file = try reader.optional("artefact") { artefact = try Artefact(file) }
  }
}

extension ClientOutcome.Ending {
  /// The endings without what is known of them.
  enum Word: String, CaseIterable {
    case exited, signalled, interrupted
    case outOfTime = "out_of_time"
  }

  var word: Word {
    switch self {
    case .exited: .exited
    case .signalled: .signalled
    case .outOfTime: .outOfTime
    case .interrupted: .interrupted
    }
  }

  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    switch try reader.required("ending").word(Word.self) {
    case .exited: self = .exited(status: try reader.required("status").integer())
    case .signalled: self = .signalled(number: try reader.required("signal").integer())
    case .outOfTime: self = .outOfTime
    case .interrupted: self = .interrupted
    }
  }
}

extension ClientOutcome.Report {
  /// The members that the file may have beside `succeeded`.
  private static let reasonMember = "reason"
  private static let problemMember = "problem"

  /// Reads the file that a client leaves: `{"succeeded": false, "reason": "out of credit"}`.
  public init(file: [UInt8]) {
    do throws(RecordProblem) {
      self = try RecordFile.read(file[...], number: 1) { reader throws(JournalReadingError) in
        try Self(reader)
      }
    } catch {
      self = .unreadable(reason: error.reason)
    }
  }

  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    if let problem = try reader.optional(Self.problemMember) {
      self = .unreadable(reason: try problem.text())
    } else if try reader.required("succeeded").bool() {
      self = .succeeded
    } else {
      let reason = try reader.optional(Self.reasonMember)?.text() ?? "without a reason"
      self = .failed(reason: String(reason.prefix(Self.reasonCharactersMax)))
    }
  }

  /// The most characters of a reason that are kept.
  private static let reasonCharactersMax = 500

  fileprivate var json: JSONValue {
    switch self {
    case .succeeded: ["succeeded": true]
    case .failed(let reason): ["succeeded": false, "reason": .string(reason)]
    case .unreadable(let reason): ["problem": .string(reason)]
    }
  }
}

extension ClientOutcome.Artefact {
  var json: JSONValue {
    ["bytes": .number(JSONNumber(byteCount)), "sha256": .string(digest)]
  }

  init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(only: ["bytes", "sha256"])
    self.init(
      byteCount: try reader.required("bytes").count(),
      digest: try reader.required("sha256").text())
  }
}
