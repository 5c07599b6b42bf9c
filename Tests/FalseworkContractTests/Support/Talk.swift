// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import FalseworkProtocol
import HTTPTypes

/// What a client and a server said to each other, written down turn by turn: each turn returns the
/// talk so far, so that a whole drill is one expression.
///
/// Exchanges are numbered from 1. Each takes 2 ms, and comes 200 ms after the one before.
struct Talk: Sendable {
  typealias Change = (inout JournalEntry) -> Void

  private(set) var record: DrillRecord
  /// The seconds at which the last exchange came.
  private var now = 0.0

  /// 12:00 on the last day of January 2026.
  static let noon = Timestamp(microseconds: 1_769_860_800_000_000)

  init(
    _ drill: String = "sound", _ ending: ClientOutcome.Ending = .exited(status: 0),
    output: String = ""
  ) {
    record = DrillRecord(
      drill: drill, command: ["python3", "my_client.py"],
      outcome: ClientOutcome(
        ending: ending, duration: .milliseconds(2300), timeout: .seconds(20), output: output))
  }

  /// A talk with something about its record changed.
  func with(_ change: (inout DrillRecord) -> Void) -> Talk {
    var talk = self
    change(&talk.record)
    return talk
  }

  /// What the contract says of it.
  func judged() -> DrillVerdict {
    Contract.queue.judge(record, of: .named(record.drill, proof: record.proof))
  }

  func judgement(of clause: ClauseID) -> Judgement? {
    judged().clauses.first { $0.clause == clause }?.judgement
  }
}

// MARK: - Turns

extension Talk {
  /// A job is submitted; `nil` for one that was refused.
  func submit(
    _ job: String? = "job-1", after gap: Double = 0.2, status: Int = 200,
    _ change: Change = { _ in }
  ) -> Talk {
    let reply = job.map { #"{"request_id":"\#($0)"}"# } ?? #"{"detail":"busy"}"#
    var talk = adding("submit", "POST", "/fal-ai/trellis", job, gap, status, reply) { entry in
      entry.request.fields = Talk.fields([.contentType: "application/json"])
      entry.request.body = JournalBody(byteCount: 20, digest: "d1", preview: .whole("{}"))
      change(&entry)
    }
    if let job {
      talk.record.jobs.append(
        JobHistory(
          requestID: job, endpoint: "fal-ai/trellis",
          events: [JobEvent(time: talk.moment, kind: .submitted)]))
    }
    return talk
  }

  func poll(
    _ word: String = "IN_PROGRESS", job: String = "job-1", after gap: Double = 0.2,
    status: Int? = nil, _ change: Change = { _ in }
  ) -> Talk {
    let code = status ?? (word == "COMPLETED" ? 200 : 202)
    return adding(
      "status", "GET", "/fal-ai/trellis/requests/\(job)/status", job, gap, code,
      #"{"status":"\#(word)","request_id":"\#(job)"}"#, change)
  }

  /// Polls with these pauses, in seconds.
  func polls(_ gaps: [Double]) -> Talk {
    gaps.reduce(self) { talk, gap in talk.poll(after: gap) }
  }

  func result(
    job: String = "job-1", after gap: Double = 0.2, status: Int = 200,
    _ body: String = #"{"model_mesh":{}}"#, _ change: Change = { _ in }
  ) -> Talk {
    adding(
      "result", "GET", "/fal-ai/trellis/requests/\(job)", job, gap, status, body, change)
  }

  func cancel(job: String = "job-1", status: Int = 202) -> Talk {
    adding(
      "cancel", "PUT", "/fal-ai/trellis/requests/\(job)/cancel", job, 0.2, status,
      #"{"status":"CANCELLATION_REQUESTED"}"#)
  }

  func download(
    _ path: String = "/files/a/model.glb", after gap: Double = 0.2, status: Int = 200,
    _ change: Change = { _ in }
  ) -> Talk {
    adding("file", "GET", path, nil, gap, status, "") { entry in
      entry.request.host = "v3.fal.media"
      entry.request.fields = JournalFields([.userAgent: "my-client/1.0"])
      change(&entry)
    }
  }

  /// Something that leads nowhere.
  func other(_ path: String, status: Int = 405) -> Talk {
    adding("other", "GET", path, nil, 0.2, status, #"{"detail":"Method Not Allowed"}"#)
  }

  /// The first job is told of by a webhook.
  func webhook(_ outcome: JobEvent.WebhookTry.Outcome, number: Int = 1) -> Talk {
    with { record in
      let attempt = JobEvent.WebhookTry(number: number, outcome: outcome)
      record.jobs[0].events.append(JobEvent(time: moment, kind: .webhook(attempt)))
    }
  }

  /// The first job ended.
  func ended(_ outcome: String = "OK") -> Talk {
    with { $0.jobs[0].events.append(JobEvent(time: moment, kind: .ended(outcome: outcome))) }
  }

  /// A rule of the drill's scenario was met.
  func fault(
    _ rule: String = "1", fired: Int = 1, delivered: Int = 1, missed: [FaultTally.Missed] = []
  ) -> Talk {
    with { record in
      record.faults.append(
        FaultTally(
          scenario: record.drill, rule: rule, actions: ["reset"], evaluated: 3, matched: fired,
          fired: fired, delivered: delivered, missed: missed))
    }
  }

  private func adding(
    _ operation: String, _ method: String, _ path: String, _ job: String?, _ gap: Double,
    _ status: Int, _ reply: String, _ change: Change = { _ in }
  ) -> Talk {
    var talk = self
    talk.now += gap
    let bytes = Array(reply.utf8)
    var entry = JournalEntry(
      id: record.exchanges.count + 1, operation: operation,
      origin: JournalOrigin(session: "alice", connection: 1, security: .tls, door: "proxy"),
      job: job.map { JournalJob(requestID: $0) },
      times: JournalTimes(
        arrived: talk.moment, firstByte: talk.moment.advanced(by: .milliseconds(1)),
        ended: talk.moment.advanced(by: .milliseconds(2)), realDuration: .milliseconds(2)),
      request: JournalRequest(
        method: method, host: "queue.fal.run", path: path, fields: Talk.fields()),
      response: JournalResponse(
        status: status, body: JournalBody(of: bytes, contentType: "application/json"),
        contentBytes: bytes.count, wireBytes: bytes.count + 100),
      delivery: .delivered)
    change(&entry)
    talk.record.exchanges.append(entry)
    return talk
  }

  private var moment: Timestamp {
    Talk.noon.advanced(by: .microseconds(Int64((now * 1e6).rounded())))
  }

  /// The fields of a good call, and some more.
  static func fields(_ more: HTTPFields = [:]) -> JournalFields {
    var fields: HTTPFields = [.authorization: "Key ***", .userAgent: "my-client/1.0"]
    for field in more { fields[field.name] = field.value }
    return JournalFields(fields)
  }
}

// MARK: - Whole drills

extension Talk {
  /// All that a client does whose job succeeds.
  func finished() -> Talk {
    submit().poll("IN_QUEUE").poll("COMPLETED").result().download().ended()
  }

  static let sound = Talk().finished()
}

extension JournalEntry {
  /// The reply is lost: a fault resets the connection instead.
  mutating func lose() {
    times.firstByte = nil
    delivery = .ended(.reset)
    response.wireBytes = 0
    faults = [
      JournalFault(
        scenario: "lost-submit-reply", rule: "1", actions: ["reset"], state: .delivered,
        why: "nth is 1")
    ]
  }
}
