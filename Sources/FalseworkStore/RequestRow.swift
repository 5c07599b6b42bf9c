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
    INSERT INTO requests (id, session, endpoint, digest, occurrence, verdict, submitted, ended, job,
      runs, cancelled, output)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    """

  var arguments: StatementArguments {
    let entry = record.entry
    return [
      record.id.description, record.session.description, record.endpoint.description, digest,
      occurrence, record.verdict.json.text(.compact), entry.job.submitted.microseconds,
      entry.timeline.ended.microseconds, entry.job.json.text(.compact),
      entry.timeline.runsJSON.text(.compact), entry.cancelled?.microseconds,
      record.output?.json.text(.compact),
    ]
  }
}

extension QueueEntry {
  static let update = "UPDATE requests SET ended = ?, runs = ?, cancelled = ? WHERE id = ?"

  var updateArguments: StatementArguments {
    [
      timeline.ended.microseconds, timeline.runsJSON.text(.compact), cancelled?.microseconds,
      id.description,
    ]
  }

  /// Reads a row; a row that this program did not write is an error.
  init(row: Row) throws(StoreError) {
    let id: String = row["id"]
    let (submitted, ended): (Int64, Int64) = (row["submitted"], row["ended"])
    guard let requestID = RequestID(id),
      let job = JSONValue.stored(row["job"]).flatMap({ Job(stored: $0, submitted: submitted) }),
      let timeline = JSONValue.stored(row["runs"]).flatMap({ Timeline(stored: $0, ended: ended) }),
      submitted <= ended
    else { throw .damagedRequest(id) }
    let cancelled: Int64? = row["cancelled"]
    self.init(
      id: requestID, job: job, timeline: timeline,
      cancelled: cancelled.map(Timestamp.init(microseconds:)))
  }
}

extension RequestRecord {
  /// Reads a row; a row that this program did not write is an error.
  init(row: Row) throws(StoreError) {
    let entry = try QueueEntry(row: row)
    // A column of its own, which is empty where the document describes no output.
    let plan: String? = row["output"]
    let output = plan.flatMap(JSONValue.stored).flatMap(OutputPlan.init)
    guard let endpoint = EndpointID(row["endpoint"] as String),
      let verdict = InputVerdict(stored: row["verdict"]), plan == nil || output != nil
    else { throw .damagedRequest(entry.id.description) }
    self.init(
      entry: entry, session: SessionID(row["session"]), endpoint: endpoint, verdict: verdict,
      output: output)
  }
}

extension StoreError {
  fileprivate static func damagedRequest(_ id: String) -> StoreError {
    StoreError("the request \(id) is damaged in the database")
  }
}

extension JSONValue {
  /// Reads what this program wrote: a body that was taken in once, within a client's limits, is
  /// nested deeper here and may hold what only Python calls JSON.
  fileprivate static func stored(_ text: String) -> JSONValue? {
    let limits = JSONLimits(bytesMax: .max, depthMax: .max, integerDigitsMax: .max)
    return try? parse(text, reading: .python, limits: limits)
  }

  fileprivate var moment: Timestamp? {
    numberValue?.intValue.map { Timestamp(microseconds: Int64($0)) }
  }

  fileprivate var length: Duration? {
    numberValue?.intValue.flatMap { $0 < 0 ? nil : .microseconds($0) }
  }

  fileprivate init(_ moment: Timestamp) {
    self = .number(JSONNumber(Int(moment.microseconds)))
  }

  fileprivate init(_ length: Duration) {
    self = .number(JSONNumber(Int(length.microseconds)))
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

extension Job {
  fileprivate var json: JSONValue {
    var json: JSONObject = [
      "ready": JSONValue(ready),
      "sequence": .number(JSONNumber(sequence)),
      "priority": .string(priority.rawValue),
      "deadline": startDeadline.map { JSONValue($0) } ?? .null,
      "attempts": .array(attempts.map(\.json)),
      "stages": .array(
        [timings.prepare, timings.generation, timings.export].map { JSONValue($0) }),
    ]
    if traits != JobTraits() { json["traits"] = traits.json }
    return .object(json)
  }

  fileprivate init?(stored json: JSONValue, submitted: Int64) {
    let submitted = Timestamp(microseconds: submitted)
    let timings = json["stages"]?.arrayValue?.compactMap(\.length) ?? []
    let attempts = json["attempts"]?.arrayValue ?? []
    let known = attempts.compactMap(Attempt.init(stored:))
    guard let ready = json["ready"]?.moment, submitted <= ready, timings.count == 3,
      let sequence = json["sequence"]?.numberValue?.intValue,
      let priority = json["priority"]?.stringValue.flatMap(QueuePriority.init(rawValue:)),
      !known.isEmpty, known.count == attempts.count
    else { return nil }
    self.init(
      submitted: submitted, ready: ready, sequence: sequence, priority: priority,
      startDeadline: json["deadline"]?.moment, attempts: known,
      timings: StageTimings(prepare: timings[0], generation: timings[1], export: timings[2]),
      traits: json["traits"].map(JobTraits.init(stored:)) ?? JobTraits())
  }
}

extension JobTraits {
  fileprivate var json: JSONValue {
    [
      "crowd": .number(JSONNumber(crowdCount)),
      "pool": pool.map {
        [.number(JSONNumber($0.runnerCount)), JSONValue($0.coldStart)]
      } ?? .null,
      "positions": .array(positions.map { .number(JSONNumber($0)) }), "lag": JSONValue(resultLag),
      "life": resultLife.map { JSONValue($0) } ?? .null,
      "cancellation": .string(cancellation.rawValue),
    ]
  }

  fileprivate init(stored json: JSONValue) {
    self.init()
    crowdCount = json["crowd"]?.numberValue?.intValue ?? 0
    if let count = json["pool"]?[0]?.numberValue?.intValue, let start = json["pool"]?[1]?.length {
      pool = RunnerPool(runnerCount: count, coldStart: start)
    }
    positions = json["positions"]?.arrayValue?.compactMap(\.numberValue?.intValue) ?? []
    resultLag = json["lag"]?.length ?? .zero
    resultLife = json["life"]?.length
    cancellation = json["cancellation"]?.stringValue.flatMap(Obedience.init(rawValue:)) ?? .obeyed
  }
}

extension Job.Attempt {
  fileprivate var json: JSONValue {
    [JSONValue(length), failure.map { .string($0.type) } ?? .null]
  }

  fileprivate init?(stored json: JSONValue) {
    guard let length = json[0]?.length, let type = json[1] else { return nil }
    guard let name = type.stringValue else {
      self.init(length: length)
      return
    }
    guard let failure = PlatformFailure(type: name) else { return nil }
    self.init(length: length, failure: failure)
  }
}

extension Timeline {
  fileprivate var runsJSON: JSONValue {
    .array(
      runs.map { run in
        [
          JSONValue(run.assigned), JSONValue(run.started), JSONValue(run.ended),
          .number(JSONNumber(run.runner)),
        ]
      })
  }

  fileprivate init?(stored json: JSONValue, ended: Int64) {
    guard let stored = json.arrayValue else { return nil }
    var runs: [Run] = []
    var free = Timestamp(microseconds: .min)
    for run in stored {
      guard let assigned = run[0]?.moment, let started = run[1]?.moment,
        let done = run[2]?.moment, let runner = run[3]?.numberValue?.intValue,
        free <= assigned, assigned <= started, started <= done, done.microseconds <= ended
      else { return nil }
      runs.append(Run(assigned: assigned, started: started, ended: done, runner: runner))
      free = done
    }
    self.init(runs: runs, ended: Timestamp(microseconds: ended))
  }
}
