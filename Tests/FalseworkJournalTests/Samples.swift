// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import HTTPTypes

/// Entries to test with.
enum Samples {
  /// 12:00 on the last day of January 2026.
  static let noon = Timestamp(microseconds: 1_769_860_800_000_000)

  static func moment(_ seconds: Double) -> Timestamp {
    noon.advanced(by: .microseconds(Int64((seconds * 1e6).rounded())))
  }

  /// An exchange like most: a poll that found its job under way.
  static func poll(_ id: Int, at seconds: Double = 0, job: String = "job-1") -> JournalEntry {
    JournalEntry(
      id: id, operation: "status",
      origin: JournalOrigin(session: "alice", connection: 1, security: .tls, door: "proxy"),
      job: JournalJob(requestID: job, index: 1, phase: .inProgress),
      times: JournalTimes(
        arrived: moment(seconds), firstByte: moment(seconds + 0.001),
        ended: moment(seconds + 0.002), realDuration: .microseconds(1500)),
      request: JournalRequest(
        method: "GET", host: "queue.fal.run", path: "/fal-ai/trellis/requests/\(job)/status",
        query: "logs=1", fields: Redaction.fields([.accept: "*/*"])),
      response: JournalResponse(
        status: 202, fields: JournalFields([.contentType: "application/json"]),
        body: JournalBody(of: Array("{}".utf8), contentType: "application/json"),
        contentBytes: 2, wireBytes: 120),
      delivery: .delivered)
  }

  /// An exchange with everything that an entry can have.
  static let full: JournalEntry = {
    var entry = poll(7, at: 1.5)
    entry.position = 9
    entry.scenarios = ["slow", "lost \"reply\""]
    entry.times.realDuration = .init(secondsComponent: 3, attosecondsComponent: 1)
    entry.request.query = "a=b&token=***"
    entry.request.fields = JournalFields(
      HTTPFields([
        HTTPField(name: .accept, value: "a"), HTTPField(name: .setCookie, value: "☃: b"),
        HTTPField(name: .accept, value: ""),
      ]))
    entry.request.body = JournalBody(byteCount: 5000, digest: "00ff", preview: .beginning("{\"a"))
    entry.delivery = .ended(.reset)
    entry.delay = JournalDelay(requested: .milliseconds(250), achieved: .microseconds(250_301))
    entry.faults = [
      JournalFault(
        firing: 3, scenario: "slow", rule: "first", actions: ["delay", "reset"], state: .delivered,
        why: "nth is 1", draws: [JournalFault.Draw(name: "delay", value: 0.1)]),
      JournalFault(
        scenario: "slow", rule: "second", actions: [], state: .missed(reason: "the client left"),
        why: ""),
      JournalFault(scenario: "a", rule: "b", actions: ["c"], state: .armed, why: "d"),
      JournalFault(scenario: "a", rule: "b", actions: ["c"], state: .fired, why: "d"),
    ]
    entry.nearMisses = [
      JournalNearMiss(scenario: "slow", rule: "third", condition: "nth", why: "it is 2")
    ]
    entry.notes = [JournalNote(kind: .realKey, text: "The key looks real.")]
    return entry
  }()
}
