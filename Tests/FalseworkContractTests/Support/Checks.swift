// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import HTTPTypes

/// Whole verdicts to report on.
enum Checks {
  /// A client that submits twice, shows its key to a file host, has no name, and more.
  static let bad = Verdict(
    judging: [
      Talk.sound.record, twice.record,
      Talk("webhook-sound").finished().record,
      Talk("mesh-cut").finished().fault(fired: 0, delivered: 0).record,
    ])

  static let good = Verdict(judging: [Talk.sound.record])

  private static let twice = Talk("lost-submit-reply")
    .submit("job-1") { $0.lose() }
    .submit("job-2", after: 1) {
      $0.request.fields = Talk.fields([.contentType: "application/json", .userAgent: "curl/8.5"])
    }
    .poll("COMPLETED", job: "job-2").result(job: "job-2").download { entry in
      entry.request.fields = Talk.fields()
    }
    .fault()

  static func about(_ drill: Drill) -> String? {
    drill.scenario == nil ? nil : "The first submission is accepted, and its reply is lost."
  }

  /// What a hostile client may write, and where.
  static let hostile =
    "</script><script>alert(1)</script>]]>\u{1B}[31m\u{0}\u{202E}%0A::error::x|`x`@me # \\ \"'&amp;"

  static let hostileVerdict = Verdict(
    judging: [
      Talk("sound", .exited(status: 3), output: hostile)
        .submit { entry in
          entry.request.path = "/" + hostile
          entry.request.fields = Talk.fields([.contentType: "text/plain"])
        }
        .with { $0.command = ["sh", "-c", hostile] }.record
    ])
}
