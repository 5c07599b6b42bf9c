// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import HTTPTypes
import Testing

/// For each clause that is judged by conduct: a talk that keeps it, one that breaks it, and one
/// that has nothing to do with it.
struct ConductCase: Sendable, CustomTestStringConvertible {
  let clause: ClauseID
  let kept: [Talk]
  let broken: Talk
  /// The exchanges that show that it was broken.
  let exchanges: [Int]
  /// `nil` for a clause that every talk exercises.
  let idle: Talk?

  var testDescription: String { clause.rawValue }

  init(
    _ clause: ClauseID, kept: Talk..., broken: Talk, by exchanges: [Int], idle: Talk? = Talk()
  ) {
    self.clause = clause
    self.kept = kept
    self.broken = broken
    self.exchanges = exchanges
    self.idle = idle
  }
}

enum ConductCases {
  static let all = auth + submit + pace + recovery + result + webhook + hygiene

  private static func noted(_ kind: JournalNote.Kind, _ entry: inout JournalEntry) {
    entry.notes = [JournalNote(kind: kind, text: "it is so")]
  }

  private static func showNoKey(_ entry: inout JournalEntry) {
    entry.request.fields = JournalFields([.userAgent: "my-client/1.0"])
  }

  private static func askForPatience(_ entry: inout JournalEntry) {
    entry.response.fields = JournalFields([.retryAfter: "2"])
  }

  private static let auth = [
    ConductCase(
      "auth.key-present", kept: .sound,
      broken: Talk().submit().poll { showNoKey(&$0) }, by: [2],
      idle: Talk().download()),
    ConductCase(
      "auth.key-scheme", kept: .sound,
      broken: Talk().submit()
        .poll { $0.request.fields = Talk.fields([.authorization: "Bearer ***"]) },
      by: [2], idle: Talk().submit { showNoKey(&$0) }),
    ConductCase(
      "auth.key-not-to-files", kept: .sound,
      broken: Talk().submit().download { $0.request.fields = Talk.fields() }, by: [2],
      idle: Talk().submit()),
    ConductCase(
      "auth.key-not-in-url", kept: .sound,
      broken: Talk().submit().poll { noted(.keyInURL, &$0) }, by: [2], idle: Talk().download()),
    ConductCase(
      "auth.key-not-in-output", kept: .sound,
      broken: Talk.sound.with { $0.outcome.hasWrittenKey = true }, by: [], idle: nil),
  ]

  private static let submit = [
    ConductCase(
      "submit.json-content-type",
      kept: .sound,
      Talk().submit {
        $0.request.fields = Talk.fields([.contentType: "Application/JSON; charset=utf-8"])
      },
      broken: Talk().submit { $0.request.fields = Talk.fields([.contentType: "text/plain"]) },
      by: [1]),
    ConductCase(
      "submit.body-valid", kept: .sound,
      broken: Talk().submit {
        noted(.inputViolation, &$0)
        $0.request.fields = Talk.fields([.contentType: "application/json"])
      }, by: [1], idle: Talk().submit { $0.request.fields = Talk.fields() }),
    ConductCase(
      "submit.once",
      kept: Talk().submit { $0.lose() },
      // The first was cancelled, failed, or was another input.
      Talk().submit().poll { $0.lose() }.cancel().submit("job-2"),
      Talk().submit { $0.lose() }.ended("X").submit("b"),
      Talk().submit { $0.lose() }.submit("job-2") { $0.request.body.digest = "d2" },
      broken: Talk().submit { $0.lose() }.poll().submit("job-2"), by: [1, 3], idle: .sound),
    ConductCase(
      "submit.keeps-request-id",
      kept: Talk("sound", .exited(status: 1), output: "gave up on\nJOB-1").submit().poll(),
      Talk("sound", .exited(status: 1)).submit().poll().cancel(),
      broken: Talk("sound", .exited(status: 1), output: "job-2").submit().poll(), by: [1],
      idle: .sound),
  ]

  private static let pace = [
    ConductCase(
      "polling.follows-urls", kept: .sound,
      broken: Talk().submit().other("/fal-ai/trellis/sub/requests/job-1/status"), by: [2],
      idle: Talk().submit().other("/fal-ai/elsewhere")),
    ConductCase(
      "polling.interval", kept: Talk().submit().polls([0.1, 0.1, 0.1, 0.1]),
      broken: Talk().submit().polls([0.1, 0.05, 0.05, 0.05]), by: [2, 3, 4, 5],
      idle: Talk().submit().polls([0.01, 0.01, 0.01])),
    ConductCase(
      "polling.backs-off",
      kept: Talk().submit().polls((1...12).map { 0.1 * Double($0) }),
      broken: Talk().submit().polls(Array(repeating: 0.5, count: 12)), by: [2, 13],
      idle: Talk().submit().polls(Array(repeating: 0.5, count: 11))),
    ConductCase(
      "polling.jitter",
      kept: refused([1, 1.13, 2.37]),
      broken: refused([1, 2, 4]), by: [1, 2, 3],
      idle: refused([1, 2])),
    ConductCase(
      "polling.stops-at-completed",
      kept: .sound, Talk().submit().poll("COMPLETED").poll("COMPLETED").result(),
      broken: Talk().submit().poll("COMPLETED").poll("COMPLETED").poll("COMPLETED"),
      by: [2, 3, 4], idle: Talk().submit().poll()),
    ConductCase(
      "polling.cancels-when-giving-up",
      kept: Talk("sound", .exited(status: 1)).submit().poll().cancel(),
      broken: Talk("sound", .exited(status: 1)).submit().poll(), by: [2],
      idle: Talk("sound", .exited(status: 1)).submit().poll("COMPLETED").result(status: 422)),
    ConductCase(
      "polling.accepts-202", kept: .sound,
      Talk("sound", .exited(status: 1)).submit().poll().poll(),
      broken: Talk("sound", .exited(status: 1)).submit().poll(), by: [2],
      idle: Talk("sound", .exited(status: 1)).submit().poll("COMPLETED")),
  ]

  /// Submissions with these pauses between them, all but the last of which are refused.
  private static func refused(_ gaps: [Double]) -> Talk {
    let refused = gaps.dropLast().reduce(Talk().submit(nil, status: 503)) { talk, gap in
      talk.submit(nil, after: gap, status: 503)
    }
    return refused.submit(after: gaps[gaps.count - 1])
  }

  private static let recovery = [
    ConductCase(
      "polling.honours-retry-after",
      kept: Talk().submit(nil, status: 429, askForPatience).submit(after: 2),
      // The other one was on its way already.
      Talk().submit(nil, status: 429, askForPatience).submit(nil, after: 0, status: 429).submit(
        after: 2.1),
      broken: Talk().submit(nil, status: 429, askForPatience).submit(after: 1.9), by: [1, 2],
      idle: Talk().submit(nil, status: 429, askForPatience)),
    ConductCase(
      "polling.no-retry-of-refusals",
      kept: Talk().submit().poll("COMPLETED").result(status: 422, #"{"detail":[]}"#),
      broken: Talk().submit().poll("COMPLETED").result(status: 422, #"{"detail":[]}"#)
        .result(status: 422, #"{"detail":[]}"#),
      by: [3, 4],
      idle: Talk().submit().result(status: 400, #"{"detail":"Request is still in progress"}"#)
        .result()),
  ]

  private static let result = [
    ConductCase(
      "result.after-completed",
      kept: .sound, Talk().submit().webhook(.answered(status: 200)).result(),
      Talk().submit().poll("COMPLETED") { entry in
        // Its logs are long, so the journal has its beginning only.
        entry.response.body.preview = .beginning(#"{"status": "COMPLETED", "logs": [{"#)
      }.result(),
      broken: Talk().submit().poll().result(), by: [3], idle: Talk().submit().poll()),
    ConductCase(
      "result.surfaces-detail",
      kept: failed("fal said: field  required").result(
        status: 422, #"{"detail":[{"msg":"Field\nrequired"}]}"#),
      failed("No such thing").result(status: 404, #"{"detail":"no such thing"}"#),
      broken: failed("it failed").result(status: 422, #"{"detail":[{"msg":"Field required"}]}"#),
      by: [3], idle: .sound),
  ]

  private static func failed(_ output: String) -> Talk {
    Talk("rejected-input", .exited(status: 1), output: output).submit().poll("COMPLETED")
  }

  private static let webhook = [
    ConductCase(
      "webhook.answers-in-time", kept: Talk().submit().webhook(.answered(status: 500)),
      Talk().submit().webhook(.failed(reason: "the connection was refused")),
      broken: Talk().submit().webhook(.failed(reason: "it did not give a reply within 15.0 s")),
      by: [],
      idle: .sound)
  ]

  private static let hygiene = [
    ConductCase(
      "hygiene.user-agent", kept: .sound,
      Talk().submit { $0.request.fields = Talk.fields([.userAgent: "nodemesh/2 node/24"]) },
      broken: Talk().submit()
        .poll { $0.request.fields = Talk.fields([.userAgent: "Python-urllib/3.11"]) }
        .poll { $0.request.fields = JournalFields([.authorization: "Key ***"]) },
      by: [3, 2], idle: Talk().download()),
    ConductCase(
      "hygiene.connection-reuse", kept: connections(1), connections(2),
      broken: connections(8), by: [1, 2, 3, 4, 5], idle: .sound),
    ConductCase(
      "hygiene.no-egress", kept: .sound,
      broken: Talk().submit { noted(.egressRefused, &$0) }, by: [1], idle: nil),
    ConductCase(
      "hygiene.no-real-key", kept: .sound, broken: Talk().submit { noted(.realKey, &$0) }, by: [1],
      idle: nil),
    ConductCase(
      "hygiene.cancels-on-exit", kept: Talk("interrupted", .interrupted).submit().poll().cancel(),
      broken: Talk("interrupted", .interrupted).submit().poll(), by: [], idle: .sound),
    ConductCase(
      "hygiene.no-crash", kept: .sound, Talk("interrupted", .interrupted),
      broken: Talk("sound", .signalled(number: 11)), by: [], idle: nil),
  ]

  /// Eight calls by so many connections.
  private static func connections(_ count: Int) -> Talk {
    (1...7).reduce(Talk().submit()) { talk, number in
      talk.poll { $0.origin.connection = UInt64(1 + number % count) }
    }
  }
}
