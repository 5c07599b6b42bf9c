// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import Testing

@Suite("A baseline")
struct BaselineTests {
  @Test("knows what it was made of, and nothing else")
  func known() throws {
    let all = try Baseline(Baseline.text(of: Checks.bad))
    #expect(all.fingerprints == Set(Checks.bad.findings.map(\.fingerprint)))
    #expect(all.new(in: Checks.bad).isEmpty && all.stale(in: Checks.bad).isEmpty)
    let one = try Baseline("# known\n\r\n  submit.once@lost-submit-reply # since May\r\n")
    #expect(!one.new(in: Checks.bad).map(\.clause).contains("submit.once"))
    #expect(one.new(in: Checks.bad).count == Checks.bad.findings.count - 1)
    #expect(Baseline.empty.new(in: Checks.bad) == Checks.bad.findings)
  }

  @Test("tells what is mended, where the drill took place")
  func stale() throws {
    let baseline = try Baseline(
      "submit.once@sound\nsubmit.once@stuck-in-queue\nsubmit.once@mesh-cut\n")
    #expect(baseline.stale(in: Checks.bad) == ["submit.once@sound"])
  }

  @Test(
    "is refused with the line and what was probably meant",
    arguments: [
      (
        "submit.once@sound\nsubmit.onc@sound",
        "line 2: no clause is called \"submit.onc\"; did you mean \"submit.once\"?"
      ),
      ("submit.once@sond", "line 1: no drill is called \"sond\"; did you mean \"sound\"?"),
      ("x@sound", "line 1: no clause is called \"x\""),
      ("submit.once", "line 1: one finding such as submit.once@lost-submit-reply is expected"),
      ("a@b@c", "line 1: one finding such as submit.once@lost-submit-reply is expected"),
      (
        "submit.once@sound x",
        "line 1: one finding such as submit.once@lost-submit-reply is expected"
      ),
    ])
  func refused(text: String, message: String) {
    #expect {
      try Baseline(text)
    } throws: { error in
      (error as? BaselineProblem)?.description == message
    }
  }

  @Test("makes what it knows no failure, in every report")
  func reports() throws {
    let baseline = try Baseline(Baseline.text(of: Checks.bad))
    let reports = VerdictReports(Checks.bad, baseline: baseline, about: Checks.about)
    func text(_ format: ReportFormat) -> String {
      String(decoding: reports.bytes(format), as: UTF8.self)
    }
    #expect(!text(.junit).contains("<failure"))
    #expect(text(.sarif).contains("\"suppressions\""))
    #expect(text(.json).contains("\"has_failed\":false"))
    #expect(
      text(.tap).contains("# TODO known") && text(.tap).contains("\nok 2 - lost-submit-reply"))
    #expect(!text(.github).contains("submit.once"))
    #expect(text(.markdown).contains("and 3 known"))
    #expect(reports.terminal(.plain, width: 80).contains("Exit status 3"))
  }
}
