// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import FalseworkProtocol
import HTTPTypes
import Testing

@Suite("A verdict")
struct VerdictTests {
  private static func verdict(_ talks: Talk...) -> Verdict {
    Verdict(judging: talks.map(\.record))
  }

  /// A client without a name, which is a SHOULD.
  private static func nameless(_ talk: Talk) -> Talk {
    talk.with { record in
      for index in record.exchanges.indices where record.exchanges[index].operation != "file" {
        record.exchanges[index].request.fields = Talk.fields([.userAgent: "curl/8.5"])
        if index == 0 {
          record.exchanges[0].request.fields = Talk.fields([
            .userAgent: "curl/8.5", .contentType: "application/json",
          ])
        }
      }
    }
  }

  @Test("has its findings from MUST to MAY, in the order of the drills")
  func order() {
    let steady = Talk("status-flaps").submit().polls(Array(repeating: 0.5, count: 12))
      .poll("COMPLETED").result().download()
    let verdict = Self.verdict(
      Self.nameless(.sound), Talk("lost-submit-reply").submit { $0.lose() }.submit("job-2").fault(),
      steady.fault())
    #expect(
      verdict.findings.map(\.fingerprint) == [
        "submit.once@lost-submit-reply", "hygiene.user-agent@sound",
        "polling.backs-off@status-flaps",
      ])
    #expect(!verdict.passes(.must) && !verdict.passes(.may))
    #expect(verdict.judgement(of: "hygiene.user-agent") != .kept)
  }

  @Test("passes a level where nothing of it is broken, and none where a drill is in error")
  func passes() {
    let nameless = Self.verdict(Self.nameless(.sound))
    #expect(nameless.passes(.must) && !nameless.passes(.should))
    #expect(Self.verdict(.sound).passes(.may))
    let error = Self.verdict(.sound, Talk("mesh-cut").finished().fault(fired: 0, delivered: 0))
    #expect(!error.passes(.must) && error.findings.isEmpty)
    #expect(error.errors.map(\.drill) == ["mesh-cut"])
  }

  @Test("does not tell a client that always fails of every way to fail")
  func unsound() {
    let failing = Talk("sound", .exited(status: 1), output: "job-1").submit().cancel()
    let others = Drill.shipped.filter {
      $0.name != Drill.soundName && $0.suites.contains(.standard)
    }
    .map { DrillCase.talk($0, breaking: .success).record }
    let alone = Verdict(judging: [failing.record] + others)
    #expect(alone.findings.map(\.fingerprint) == ["result.delivers-mesh@sound"])
    // A SHOULD explains no failure, and a MUST may.
    let nameless = Self.verdict(Self.nameless(failing))
    #expect(
      nameless.findings.map(\.fingerprint) == [
        "result.delivers-mesh@sound", "hygiene.user-agent@sound",
      ])
    let keyless = Self.verdict(
      failing.submit("job-1") { $0.request.fields = .init([.contentType: "application/json"]) })
    #expect(keyless.findings.map(\.clause).first == "auth.key-present")
    #expect(!keyless.findings.map(\.clause).contains("result.delivers-mesh"))
  }

  @Test("counts what all jobs would have cost")
  func cost() {
    let twice = Self.verdict(.sound, Talk("status-flaps").submit().submit("job-2"))
    #expect(twice.cost.description == "$0.06")
    let unknown = Self.verdict(Talk.sound.with { $0.jobs[0].endpoint = "a/b" })
    #expect(unknown.drills[0].cost == nil && unknown.cost.description == "$0.00")
  }

  @Test("scores families by weight, and those that were not exercised not at all")
  func scores() {
    let scores = Self.verdict(Self.nameless(.sound)).scores
    #expect(
      scores.map(\.family) == [
        "auth", "submit", "polling", "result", "artefact", "webhook", "hygiene",
      ])
    let hygiene = scores.last
    #expect(hygiene?.kept == 3 && hygiene?.broken == 1 && hygiene?.percent == 81)
    #expect(scores.first { $0.family == "webhook" }?.percent == nil)
  }

  @Test("shows each finding again by a line that a shell takes")
  func replay() {
    let talk = Self.nameless(.sound).with { record in
      record.seed = 7
      record.command = ["python3", "it's mine.py", "--x=1"]
    }
    #expect(
      Self.verdict(talk).findings.map(\.replay) == [
        "falsework check --drill sound --seed 7 -- python3 'it'\\''s mine.py' '--x=1'"
      ])
  }

  @Test("tells a crash below a shell from a status of the client's own")
  func crashBelowShell() {
    for (status, isCrash) in [(134, true), (139, true), (1, false), (130, false), (143, false)] {
      let verdict = Self.verdict(Talk("sound", .exited(status: status)).submit().cancel())
      #expect(verdict.findings.contains { $0.clause == "hygiene.no-crash" } == isCrash)
    }
  }

  @Test("shows a finding again where and as long as it was found")
  func replayElsewhere() {
    let talk = Self.nameless(.sound).with { record in
      record.given = DrillRecord.GivenScenario(argument: "my drills/x.yaml", about: "Odd things.")
      record.server = "http://127.0.0.1:4010"
      record.outcome.timeout = .seconds(90)
      record.command = ["./app"]
    }
    #expect(
      Self.verdict(talk).findings.map(\.replay) == [
        "falsework check --scenario 'my drills/x.yaml' --url http://127.0.0.1:4010 --timeout 90 "
          + "-- ./app"
      ])
  }

  @Test("is made of a hundred thousand exchanges in one pass")
  func large() {
    // Every exchange is refused and repeated, each job is asked about at a wrong place, and every
    // other question is new: whatever looks at all pairs does not end.
    var record = Talk("sound", .exited(status: 1)).submit().record
    let poll = Talk().submit().poll().record.exchanges[1]
    for number in 2...100_000 {
      var entry = poll
      entry.id = number
      entry.operation = ["status", "result", "submit", "other"][number % 4]
      entry.job?.requestID = "job-\(number % 10_000)"
      entry.response.status = [429, 404, 503, 202][number % 4]
      entry.response.fields = JournalFields([.retryAfter: "1"])
      if number / 4 % 2 == 0 { entry.request.path += "/\(number)" }
      entry.times.arrived = Talk.noon.advanced(by: .milliseconds(number))
      entry.times.firstByte = entry.times.arrived
      entry.times.ended = entry.times.arrived
      record.exchanges.append(entry)
    }
    #expect(
      Verdict(judging: [record]).findings.contains { $0.clause == "polling.honours-retry-after" })
  }
}
