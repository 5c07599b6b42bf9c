// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJournal
import FalseworkProtocol
import HTTPTypes

/// A run in which much goes wrong: a 429 with `Retry-After`, a lost reply to a submission, polls,
/// a mesh that is cut, and webhooks that are tried again for hours.
enum Rehearsal {
  static let title = "lost-submit-reply, truncated-mesh, impatient-webhooks"

  static func page(pollsMax: Int = 40) -> RehearsalPage {
    RehearsalPage(
      title: title, entries: entries(pollsMax: pollsMax), jobs: jobs, tallies: tallies,
      evictedCount: 3)
  }

  static let jobs = [
    JobHistory(
      requestID: "019e1951-c778-7120-8000-00000000aaaa", index: 1, endpoint: "fal-ai/trellis",
      events: [
        event(2.4, .submitted), event(5.1, .assigned), event(5.2, .started),
        event(21.5, .ended(outcome: "OK")),
      ]),
    JobHistory(
      requestID: "019e1951-c778-7120-8000-00000000bbbb", index: 2, endpoint: "fal-ai/trellis",
      events: [
        event(4.6, .submitted), event(5.9, .started),
        event(9.3, .requeued(reason: "runner_disconnected")), event(11.8, .started),
        event(24.9, .ended(outcome: "OK")),
        event(25.0, .webhook(hook(1, .failed(reason: "connection refused")))),
        event(85, .webhook(hook(2, .answered(status: 500)))),
        event(205, .webhook(hook(3, .answered(status: 500)))),
        event(7405, .webhook(hook(4, .answered(status: 204)))),
      ]),
  ]

  static let tallies = [
    FaultTally(
      scenario: "rate-limited", rule: "two-a-second", actions: ["rate_limit"],
      advice: "Wait as long as Retry-After says, then submit again.", evaluated: 3, matched: 1,
      fired: 1, delivered: 1),
    FaultTally(
      scenario: "lost-submit-reply", rule: "first-submit", actions: ["reset"],
      advice: "Submit once; look for the request before submitting again.", evaluated: 3,
      matched: 1, fired: 1, delivered: 1),
    FaultTally(
      scenario: "truncated-mesh", rule: "cut-at-half", actions: ["close"],
      advice: "Compare what came with Content-Length, and download again.", evaluated: 3,
      matched: 2, fired: 2, delivered: 1,
      missed: [
        FaultTally.Missed(
          reason: "the client left after 65536 bytes, before the cut at 211044", count: 1)
      ]),
    FaultTally(
      scenario: "expired-result", rule: "late-result", actions: ["error RESULT_EXPIRED"],
      advice: "Fetch the result within an hour.", evaluated: 2),
  ]

  static func entries(pollsMax: Int) -> [JournalEntry] {
    var entries = [rateLimited, lostSubmit, secondSubmit]
    for poll in 0..<pollsMax {
      let share = Double(poll) / Double(pollsMax)
      var entry = Samples.poll(10 + poll, at: 4.8 + 20.2 * share, job: jobs[1].requestID)
      entry.job?.phase = share < 0.06 ? .inQueue : .inProgress
      if poll == pollsMax / 2 {
        entry.delay = JournalDelay(requested: .milliseconds(800), achieved: .milliseconds(801))
        entry.times.ended = entry.times.arrived.advanced(by: .milliseconds(803))
        entry.response.status = 503
      }
      entries.append(entry)
    }
    return entries + meshes + [hostile]
  }

  private static var rateLimited: JournalEntry {
    var entry = submit(1, at: 0, status: 429)
    entry.response.fields = JournalFields([.retryAfter: "2", .contentType: "application/json"])
    entry.response.body = body(#"{"detail": "Rate limit exceeded"}"#)
    entry.faults = [
      JournalFault(
        firing: 1, scenario: "rate-limited", rule: "two-a-second", actions: ["rate_limit"],
        state: .delivered, why: "The bucket of the session held 0 of 2 tokens.")
    ]
    return entry
  }

  private static var lostSubmit: JournalEntry {
    var entry = submit(2, at: 2.4, status: 200)
    entry.job = JournalJob(requestID: jobs[0].requestID, index: 1)
    entry.times.firstByte = nil
    entry.response.wireBytes = 0
    entry.delivery = .ended(.reset)
    entry.faults = [
      JournalFault(
        firing: 2, scenario: "lost-submit-reply", rule: "first-submit", actions: ["reset"],
        state: .delivered, why: "It was submission 1 of the session: nth is 1.")
    ]
    entry.nearMisses = [
      JournalNearMiss(
        scenario: "rate-limited", rule: "two-a-second", condition: "rate",
        why: "the bucket of the session held 1.8 of 2 tokens")
    ]
    return entry
  }

  private static var secondSubmit: JournalEntry {
    var entry = submit(3, at: 4.6, status: 200)
    entry.job = JournalJob(requestID: jobs[1].requestID, index: 2)
    return entry
  }

  private static var meshes: [JournalEntry] {
    let states: [JournalFault.State] = [
      .delivered, .missed(reason: "the client left after 65536 bytes, before the cut at 211044"),
    ]
    return states.enumerated().map { index, state in
      var entry = file(900 + index, at: 26.2 + 3.5 * Double(index))
      entry.delivery = index == 0 ? .ended(.close) : .clientGone
      entry.response.contentBytes = index == 0 ? 211_044 : 65_536
      entry.response.wireBytes = entry.response.contentBytes + 310
      entry.faults = [
        JournalFault(
          firing: 3 + index, scenario: "truncated-mesh", rule: "cut-at-half", actions: ["close"],
          state: state, why: "The path ends in .glb, and the draw 0.31 is below 0.5.",
          draws: [JournalFault.Draw(name: "probability", value: 0.31)])
      ]
      return entry
    } + [file(902, at: 34.1)]
  }

  /// A request of someone who tries to become a part of the page.
  private static var hostile: JournalEntry {
    var entry = Samples.poll(950, at: 36, job: "</script><b>")
    entry.operation = "other"
    entry.request.path = "/<script>alert(1)</script>\u{202E}\u{0}'\"&"
    entry.request.fields = JournalFields([.userAgent: "</pre><img src=x onerror=alert(1)>"])
    entry.request.body = body("]]><!-- </details>")
    entry.response.status = 404
    entry.notes = [
      JournalNote(kind: .realKey, text: "The key looks like one of fal's <real> ones.")
    ]
    return entry
  }

  private static func submit(_ id: Int, at seconds: Double, status: Int) -> JournalEntry {
    var entry = Samples.poll(id, at: seconds)
    entry.operation = "submit"
    entry.job = nil
    entry.scenarios = ["rate-limited", "lost-submit-reply", "truncated-mesh"]
    entry.request.method = "POST"
    entry.request.path = "/fal-ai/trellis"
    entry.request.query = nil
    entry.request.fields = Redaction.fields([
      .accept: "application/json", .authorization: "Key 01234567-89ab:secret",
      .contentType: "application/json", .userAgent: "fal-client/1.0.3 (python)",
    ])
    entry.request.body = body(#"{"image_url": "https://falsework.test/chair.png"}"#)
    entry.response.status = status
    entry.response.body = body(#"{"status": "IN_QUEUE", "queue_position": 0}"#)
    return entry
  }

  private static func file(_ id: Int, at seconds: Double) -> JournalEntry {
    var entry = Samples.poll(id, at: seconds)
    entry.operation = "file"
    entry.job = JournalJob(requestID: jobs[1].requestID, index: 2, phase: .completed)
    entry.times.ended = Samples.moment(seconds + 1.4)
    entry.request.host = "v3b.fal.media"
    entry.request.path = "/files/b/0a1b2c3d/kXyZ_model.glb"
    entry.request.query = nil
    entry.response = JournalResponse(
      status: 200, fields: JournalFields([.contentType: "model/gltf-binary"]),
      body: JournalBody(byteCount: 422_088, digest: String(repeating: "0c", count: 32)),
      contentBytes: 422_088, wireBytes: 422_398)
    return entry
  }

  private static func body(_ text: String) -> JournalBody {
    JournalBody(of: Array(text.utf8), contentType: "application/json")
  }

  private static func event(_ seconds: Double, _ kind: JobEvent.Kind) -> JobEvent {
    JobEvent(time: Samples.moment(seconds), kind: kind)
  }

  private static func hook(
    _ number: Int, _ outcome: JobEvent.WebhookTry.Outcome
  ) -> JobEvent.WebhookTry {
    JobEvent.WebhookTry(number: number, outcome: outcome)
  }
}
