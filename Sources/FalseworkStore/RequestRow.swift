// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import GRDB

/// A request as a row of the database; moments and lengths are microseconds.
struct RequestRow {
  let record: RequestRecord
  let digest: String
  /// How often the session had sent the same before.
  let occurrence: Int

  static let insertion = """
    INSERT INTO requests (id, session, endpoint, digest, occurrence, verdict, submitted, started,
      ended, prepare, generation, export, logs, cancelled, output)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  var arguments: StatementArguments {
    let timeline = record.timeline
    return [
      record.id.description, record.session.description, record.endpoint.description, digest,
      occurrence, record.verdict.json.text(.compact), timeline.submitted.microseconds,
      timeline.started.microseconds, timeline.ended.microseconds,
      timeline.timings.prepare.microseconds, timeline.timings.generation.microseconds,
      timeline.timings.export.microseconds,
      JSONValue.array(timeline.logs.map(\.stored)).text(.compact),
      record.cancelled?.microseconds, record.output?.json.text(.compact),
    ]
  }
}

extension RequestRecord {
  /// Reads a row; a row that this program did not write is an error.
  init(row: Row) throws(StoreError) {
    let id: String = row["id"]
    guard let requestID = RequestID(id), let endpoint = EndpointID(row["endpoint"] as String),
      let verdict = InputVerdict(stored: row["verdict"]),
      let logs = LogEntry.lines(stored: row["logs"])
    else { throw StoreError("the request \(id) is damaged in the database") }
    let (submitted, started, ended): (Int64, Int64, Int64) =
      (row["submitted"], row["started"], row["ended"])
    // A column of its own, which is empty where the document describes no output.
    let plan: String? = row["output"]
    let output = plan.flatMap(JSONValue.stored).flatMap(OutputPlan.init)
    guard submitted <= started, started <= ended, plan == nil || output != nil else {
      throw StoreError("the request \(id) is damaged in the database")
    }
    let cancelled: Int64? = row["cancelled"]
    self.init(
      id: requestID, session: SessionID(row["session"]), endpoint: endpoint, verdict: verdict,
      output: output,
      timeline: Timeline(
        submitted: Timestamp(microseconds: submitted),
        started: Timestamp(microseconds: started),
        ended: Timestamp(microseconds: ended),
        timings: StageTimings(
          prepare: .microseconds(row["prepare"] as Int64),
          generation: .microseconds(row["generation"] as Int64),
          export: .microseconds(row["export"] as Int64)),
        logs: logs),
      cancelled: cancelled.map(Timestamp.init(microseconds:)))
  }
}

extension JSONValue {
  /// Reads what this program wrote: a body that was taken in once, within a client's limits, is
  /// nested deeper here and may hold what only Python calls JSON.
  fileprivate static func stored(_ text: String) -> JSONValue? {
    let limits = JSONLimits(bytesMax: .max, depthMax: .max, integerDigitsMax: .max)
    return try? parse(text, reading: .python, limits: limits)
  }
}

extension InputVerdict {
  fileprivate var json: JSONValue {
    switch self {
    case .accepted(let input): ["accepted": .object(input)]
    case .rejected(let status, let body):
      ["rejected": body, "status": .number(JSONNumber(status))]
    }
  }

  fileprivate init?(stored text: String) {
    guard let json = JSONValue.stored(text) else { return nil }
    if let input = json["accepted"]?.objectValue {
      self = .accepted(input: input)
    } else if let body = json["rejected"], let status = json["status"]?.numberValue?.intValue {
      self = .rejected(status: status, body: body)
    } else {
      return nil
    }
  }
}

extension LogEntry {
  fileprivate var stored: JSONValue {
    [.number(JSONNumber(Int(time.microseconds))), .string(level.rawValue), .string(message)]
  }

  fileprivate init?(stored json: JSONValue) {
    guard let time = json[0]?.numberValue?.intValue,
      let level = json[1]?.stringValue.flatMap(Level.init(rawValue:)),
      let message = json[2]?.stringValue
    else { return nil }
    self.init(time: Timestamp(microseconds: Int64(time)), message: message, level: level)
  }

  fileprivate static func lines(stored text: String) -> [LogEntry]? {
    guard let stored = JSONValue.stored(text)?.arrayValue else { return nil }
    let lines = stored.compactMap(LogEntry.init(stored:))
    return lines.count == stored.count ? lines : nil
  }
}
