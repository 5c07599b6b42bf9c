// Falsework
// SPDX-License-Identifier: MIT

import FalseworkContract
import FalseworkJournal
import Testing

@Suite("A file of records")
struct RecordFileTests {
  /// Records with everything that one can have.
  static let records: [DrillRecord] = [
    Talk.sound.with { $0.seed = .max }.record,
    Talk("lost-submit-reply", .signalled(number: 11), output: "a\nb \"c\" ☃\u{1B}")
      .submit { $0.lose() }
      .fault(fired: 3, delivered: 1, missed: [.init(reason: "the client left", count: 2)])
      .webhook(.answered(status: 200)).webhook(.failed(reason: "no answer within 15 s"), number: 2)
      .with { record in
        record.jobs[0].index = 4
        record.jobs[0].events += [
          JobEvent(time: Talk.noon, kind: .assigned), JobEvent(time: Talk.noon, kind: .started),
          JobEvent(time: Talk.noon, kind: .requeued(reason: "it died")),
          JobEvent(time: Talk.noon, kind: .ended(outcome: "OK")),
          JobEvent(time: Talk.noon, kind: .cancelled),
        ]
        record.faults[0].advice = "Look first."
        record.meshes = [ClientOutcome.Artefact(byteCount: 7, digest: "00ff")]
        record.outcome.artefact = record.meshes[0]
        record.outcome.hasWrittenKey = true
        record.outcome.report = .succeeded
        record.outcome.duration = .init(secondsComponent: 1, attosecondsComponent: 1)
        record.evictedCount = 2
      }.record,
    DrillRecord(
      drill: "half-open", server: "http://127.0.0.1:4010",
      outcome: ClientOutcome(
        ending: .outOfTime, duration: .seconds(8), timeout: .seconds(8),
        report: .unreadable(reason: "line 1"))),
    DrillRecord(
      drill: "a scenario of one's own",
      given: DrillRecord.GivenScenario(argument: "own.yaml", about: "Nothing works."),
      proof: .optional,
      outcome: ClientOutcome(
        ending: .interrupted, duration: .seconds(1), timeout: .seconds(8),
        report: .failed(reason: "told to"))),
  ]

  @Test("gives back what was written, to the last digit")
  func roundTrip() throws {
    let bytes = RecordFile.bytes(of: Self.records, program: "1.2.3")
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } == Self.records.count + 1)
    #expect(try RecordFile.records(in: bytes) == Self.records)
    #expect(try RecordFile.records(in: RecordFile.bytes(of: [])) == [])
  }

  @Test("is judged as the drills themselves are")
  func judged() throws {
    let read = try RecordFile.records(in: RecordFile.bytes(of: Self.records))
    #expect(Verdict(judging: read).findings == Verdict(judging: Self.records).findings)
  }

  @Test("is refused wherever it is cut")
  func cut() {
    let bytes = RecordFile.bytes(of: Array(Self.records.dropFirst(2)))
    for end in bytes.indices {
      #expect(throws: RecordProblem.self) { try RecordFile.records(in: Array(bytes[..<end])) }
    }
  }

  @Test("is refused with the line, the place and the reason", arguments: Refusals.all)
  func refused(refusal: Refusals.Refusal) {
    let good = String(decoding: RecordFile.bytes(of: [Self.records[2]]), as: UTF8.self)
    let bad = good.replacing(refusal.text, with: refusal.replacement)
    #expect(bad != good)
    #expect {
      try RecordFile.records(in: Array(bad.utf8))
    } throws: { error in
      let problem = error as? RecordProblem
      return problem?.description == refusal.message
    }
  }
}

/// Ways to spoil a file, and what is said of each.
enum Refusals {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let replacement: String
    let message: String

    var testDescription: String { message }
  }

  static let all = [
    Refusal(
      text: #""falsework_record":1"#, replacement: #""falsework_record":2"#,
      message: "line 1: /falsework_record: records of version 1 can be read, no others"),
    Refusal(
      text: #""drills":1"#, replacement: #""drills":2"#,
      message: "line 1: the header tells of 2 drills, and the file has 1"),
    Refusal(
      text: #""drills":1"#, replacement: #""drills":20000"#,
      message: "line 1: /drills: at most 10000 are read"),
    Refusal(
      text: #""proof":"required""#, replacement: #""proof":"none""#,
      message: "line 2: /proof: one of \"required\", \"optional\" is expected"),
    Refusal(
      text: "out_of_time", replacement: "asleep",
      message: "line 2: /outcome/ending: one of \"exited\", \"signalled\", \"interrupted\", "
        + "\"out_of_time\" is expected"),
    Refusal(
      text: #""evicted":0"#, replacement: #""evicted":-1"#,
      message: "line 2: /evicted: an integer from 0 is expected"),
    Refusal(
      text: #""drill_seed":0"#, replacement: #""drill_sead":0"#,
      message: "line 2: /drill_sead: no such member is known"),
    Refusal(
      text: #""seconds":8"#, replacement: #""seconds":"8""#,
      message: "line 2: /outcome/seconds: a number of seconds is expected"),
    Refusal(
      text: #""exchanges":[]"#, replacement: #""exchanges":[{}]"#,
      message: "line 2: /exchanges/0/id: the member is missing"),
    Refusal(
      text: #""command":[]"#, replacement: #""command":[,]"#,
      message: "line 2: this is not JSON: Expecting value, column 100"),
    Refusal(
      text: "falsework_record", replacement: "falsework_recurd",
      message: "line 1: a header such as {\"falsework_record\": 1} is expected: "
        + "falsework check --record makes such files"),
  ]
}
