// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("The draws of a request")
struct RunPolicyTests {
  private let policy = RunPolicy(seed: 5, preset: .realistic)

  @Test("do not depend on what arrived before")
  func order() throws {
    let keys = (0..<60).map { (session: "s\($0 % 5)", digest: "d\($0 % 4)", occurrence: $0 / 20) }
    var records: [RequestRecord] = []
    for key in keys {
      records.append(
        policy.record(
          of: try submission(session: key.session, digest: key.digest),
          occurrence: key.occurrence, at: testNow))
    }
    for (index, key) in keys.enumerated().reversed() {
      let other = RunPolicy(seed: 5, preset: .realistic)
      let submission = try submission(session: key.session, digest: key.digest)
      #expect(
        other.record(of: submission, occurrence: key.occurrence, at: testNow) == records[index])
    }
    #expect(Set(records.map(\.id)).count == keys.count)
  }

  @Test("are other ones for another seed, session, body or repetition")
  func keys() throws {
    let other = RunPolicy(seed: 6, preset: .realistic)
    let records = [
      policy.record(of: try submission(), occurrence: 0, at: testNow),
      other.record(of: try submission(), occurrence: 0, at: testNow),
      policy.record(of: try submission(session: "other"), occurrence: 0, at: testNow),
      policy.record(of: try submission(digest: "other"), occurrence: 0, at: testNow),
      policy.record(of: try submission(), occurrence: 1, at: testNow),
    ]
    #expect(Set(records.map(\.id)).count == records.count)
    #expect(Set(records.map(\.entry.job.timings)).count == records.count)
    #expect(Set(records.map(\.entry.job.ready)).count == records.count)
  }

  @Test("are the same at another time, when only the moments move")
  func time() throws {
    let later = testNow.advanced(by: .seconds(86_400))
    let one = policy.record(of: try submission(), occurrence: 0, at: testNow)
    let two = policy.record(of: try submission(), occurrence: 0, at: later)
    #expect(one.entry.job.timings == two.entry.job.timings)
    #expect(
      testNow.duration(to: one.entry.job.ready) == later.duration(to: two.entry.job.ready))
    #expect(one.id != two.id)
    #expect(one.id.description.suffix(21) == two.id.description.suffix(21))
  }

  @Test("are the same for each preset, which only scales them")
  func presets() throws {
    let ids = try TimingPreset.allCases.map { preset in
      RunPolicy(seed: 5, preset: preset).record(of: try submission(), occurrence: 0, at: testNow).id
    }
    #expect(Set(ids).count == 1)
  }

  @Test("leave the submission as it was")
  func contents() throws {
    for verdict in [InputVerdict.accepted(input: defaultInput), rejection] {
      let submission = try submission(session: "me", verdict: verdict)
      let record = policy.record(of: submission, occurrence: 0, at: testNow)
      #expect(record.session == SessionID("me"))
      #expect(record.endpoint.description == "fal-ai/trellis/multi")
      #expect(record.verdict == verdict)
      #expect(record.entry.job.submitted == testNow)
      #expect(record.entry.cancelled == nil)
    }
  }
}
