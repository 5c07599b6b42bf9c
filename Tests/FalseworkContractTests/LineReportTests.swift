// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import HTTPTypes
import Testing

/// Reports that are read line by line.
@Suite("A report in lines")
struct LineReportTests {
  @Test("in TAP has as many points as it plans, and so have its subtests")
  func tap() {
    for verdict in ReportTests.verdicts {
      let lines = ReportTests.text(.tap, verdict).split(separator: "\n").map(String.init)
      #expect(lines.first == "TAP version 14")
      #expect(lines.dropFirst().first == "1..\(verdict.drills.count)")
      let points = lines.compactMap { $0.prefixMatch(of: #/(not ok|ok) (\d+) - /#)?.2 }
      #expect(points.map(String.init) == (1...verdict.drills.count).map(String.init))
      let plans = lines.compactMap { $0.prefixMatch(of: #/    1\.\.(\d+)/#).flatMap { Int($0.1) } }
      let inner = lines.count { $0.prefixMatch(of: #/    (not ok|ok) \d+ - /#) != nil }
      #expect(plans.reduce(0, +) == inner)
      #expect(lines.count { $0.hasSuffix("---") } == lines.count { $0.hasSuffix("...") })
    }
    let bad = ReportTests.text(.tap)
    #expect(bad.contains("\nnot ok 2 - lost-submit-reply\n"))
    #expect(bad.contains("# TODO SHOULD") && bad.contains("# SKIP the client asks for no webhook"))
  }

  @Test("for GitHub is one command a line, with nothing that ends it early")
  func annotations() {
    for verdict in ReportTests.verdicts {
      for line in ReportTests.text(.github, verdict).split(separator: "\n") {
        #expect(line.wholeMatch(of: /::(error|warning|notice) [^:]*::.*/) != nil, "\(line)")
      }
    }
    let hostile = ReportTests.text(.github, Checks.hostileVerdict)
    #expect(hostile.contains("%250A::error") && !hostile.contains("\n::error::x"))
    #expect(ReportTests.text(.github).contains("::error file=my_client.py,title=drill mesh-cut::"))
  }

  @Test("for a terminal tells what was done, what was seen, how to see it again and what it means")
  func terminal() {
    let text = TerminalReport.text(Checks.bad, style: .plain, width: 100, about: Checks.about)
    for part in [
      "ok sound", "succeeded in 2.3 s, 2 jobs, $0.04", "its reply is lost",
      "MUST   submit.once", "exchange 2 submits the input of exchange 1 again",
      "> POST https://queue.fal.run/fal-ai/trellis", "< reset instead of 200",
      "again: falsework check --drill lost-submit-reply -- python3 my_client.py",
      "not exercised: the client asks for no webhook", "the fault mesh-cut/1 never fired",
      "Findings: 2 MUST, 1 SHOULD, 0 MAY", "Exit status 1: a MUST is broken.",
    ] { #expect(text.contains(part), "\(part)") }
    #expect(!text.contains("\u{1B}"))
  }

  @Test("for a terminal is as wide as it may be, but for what is copied from it")
  func width() {
    for width in [80, 100, 140] {
      let text = TerminalReport.text(Checks.bad, style: .plain, width: width, about: Checks.about)
      let long = text.split(separator: "\n").filter { line in
        line.count > width && !line.contains("again: ") && !line.contains("$0.")
      }
      #expect(long == [], "\(width)")
    }
  }

  @Test("for a terminal has colours that say the same as the words")
  func colour() {
    let plain = TerminalReport.text(Checks.bad, style: .plain, width: 90, about: Checks.about)
    let colour = TerminalReport.text(Checks.bad, style: .colour, width: 90, about: Checks.about)
    #expect(colour.contains("\u{1B}[31m"))
    #expect(colour.replacing(/\u{1B}\[[0-9]*m/, with: "") == plain)
  }

  @Test("for a terminal tells all of a finding once, and of others where it was told")
  func repeated() {
    let nameless: Talk.Change = {
      $0.request.fields = Talk.fields([.userAgent: "curl/8", .contentType: "application/json"])
    }
    let verdict = Verdict(judging: [
      Talk().submit { nameless(&$0) }.record,
      Talk("status-flaps").submit { nameless(&$0) }.fault().record,
    ])
    let text = TerminalReport.text(verdict, style: .plain, width: 100, about: Checks.about)
    #expect(text.count("A client says what it is.") == 1)
    #expect(text.contains("User-Agent is the library's: curl/8 (as in sound)"))
    #expect(text.contains("Exit status 0: no new MUST is broken."))
  }
}
