// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkHTTP
import FalseworkJSON
import FalseworkProtocol
import HTTPTypes
import Testing

@Suite("A decision")
struct CompositionTests {
  private func decide(
    _ scenarios: Scenario..., for subject: FaultSubject = subject(.submit, job: 1)
  ) -> FaultDecision {
    var book = FaultBook(seed: 1)
    return book.decide(subject, under: scenarios, at: testNow)
  }

  @Test("adds delays up, of all scenarios")
  func delays() throws {
    let first = try scenario(
      #"[{"do": {"delay": "1s"}}, {"do": {"delay": "200ms"}}]"#, name: "first")
    let second = try scenario(#"[{"do": {"delay": "30ms"}}]"#, name: "second")
    #expect(decide(first, second).delay == .milliseconds(1230))
  }

  @Test("takes the first that answers, and tells of the others")
  func answers() throws {
    let rules = try scenario(
      #"""
      [{"name": "a", "do": {"error": "nginx_502"}}, {"name": "b", "do": {"error": "plain_500"}},
       {"name": "c", "do": {"delay": "1s", "reset": "now"}}, {"name": "d", "do": {"status": 503}},
       {"name": "e", "do": {"json": {"cut": "50%"}}},
       {"name": "f", "when": {"operation": "submit"}, "do": {"job": {"crowd": 3}}}]
      """#)
    let decision = decide(rules)
    #expect(decision.firings.map(\.rule) == ["a", "c", "d", "e"])
    #expect(decision.firings.map(\.actions) == [[.error], [.delay], [.status], [.json]])
    #expect(decision.arrival == .reply(.nginx(.badGateway)))
    #expect(decision.wire == nil)
    #expect(decision.job == nil)
    #expect(decision.edits.status == .serviceUnavailable)
    #expect(decision.nearMisses.map(\.condition) == ["answered", "answered"])
  }

  @Test("can only wait before it ends a connection without a reply")
  func endings() throws {
    let rules = try scenario(
      #"""
      [{"name": "a", "do": {"reset": "now"}}, {"name": "b", "do": {"delay": "1s", "status": 500}},
       {"name": "c", "do": {"json": {"cut": 3}}}]
      """#)
    let decision = decide(rules)
    #expect(decision.firings.map(\.rule) == ["a", "b"])
    #expect(decision.arrival == .wire)
    #expect(decision.delay == .seconds(1))
    #expect(decision.edits.isEmpty)
    #expect(decision.wire?.stops == [WireFault.Stop(at: .start, .reset)])
  }

  @Test("keeps the handler where a reply is replaced afterwards")
  func replacement() throws {
    let rules = try scenario(
      #"[{"when": {"operation": "submit"}, "do": {"error": "nginx_502"}, "at": "reply"}]"#)
    let decision = decide(rules)
    #expect(decision.arrival == nil)
    #expect(decision.edits.replacement == .nginx(.badGateway))
  }

  @Test("merges what becomes of jobs, the later over the earlier")
  func jobs() throws {
    let rules = try scenario(
      #"[{"when": {"operation": "submit"}, "do": {"job": {"run": "9s", "crowd": 7}}}]"#,
      more: #", "job": {"wait": "2s", "run": "1s", "outcome": "runner_disconnected"}"#)
    let decision = decide(rules)
    #expect(decision.firings.map(\.rule) == ["job", "rule-1"])
    var expected = JobConduct()
    expected.wait = .lasting(.seconds(2))
    expected.run = .lasting(.seconds(9))
    expected.crowd = 7
    expected.outcome = .platform(try #require(PlatformFailure.retried.first))
    #expect(decision.job == expected)
    #expect(decide(rules, for: subject(.status, job: 1)).isPlain)
  }

  @Test("merges what becomes of webhooks, and adds their delays up")
  func webhooks() throws {
    let rules = try scenario(
      #"[{"do": {"webhook": {"delay": "1m", "repeat": 2, "tamper": "key"}}}]"#,
      more: #", "webhook": {"delay": "5s", "tamper": ["body"], "order": "swapped"}"#)
    var expected = WebhookConduct()
    expected.delay = .seconds(65)
    expected.repeats = 2
    expected.tampering = [.body, .key]
    expected.order = .swapped
    #expect(decide(rules).webhook == expected)
  }

  @Test("puts values in turn, one for each occurrence")
  func cycles() throws {
    let rules = try scenario(
      #"""
      [{"when": {"operation": "status"}, "per": "job",
        "do": {"json": {"cycle": {"/status": ["A", "B"]}}}},
       {"when": {"operation": "file"}, "do": {"file": "etag_changes"}}]
      """#)
    var book = FaultBook(seed: 1)
    func status(_ job: Int) -> [ReplyEdits.JSONEdit] {
      book.decide(subject(.status, job: job), under: [rules], at: testNow).edits.json
    }
    let words = [1, 1, 2, 1].map { status($0) }
    let expected = try [("A"), "B", "A", "A"].map { word in
      [ReplyEdits.JSONEdit.set(try .init(parsing: "/status"), .string(word))]
    }
    #expect(words == expected)
    for number in 1...2 {
      let edits = book.decide(subject(.file), under: [rules], at: testNow).edits
      #expect(edits.fields == [.set(.eTag, "\"changed-\(number)\"")])
    }
  }

  @Test("redirects a file once, to itself")
  func redirection() throws {
    let rules = try scenario(#"[{"do": {"file": "redirect"}}]"#)
    let decision = decide(rules, for: subject(.file))
    guard case .reply(let reply)? = decision.arrival else {
      Issue.record("\(decision)")
      return
    }
    #expect(reply.status == .temporaryRedirect)
    #expect(reply.fields[.location] == "?moved=1")
    var again = subject(.file)
    again.query = "moved=1"
    #expect(decide(rules, for: again).isPlain)
  }

  @Test("takes the slower of two paces, and keeps every stop")
  func wires() throws {
    let rules = try scenario(
      #"""
      [{"do": {"drip": {"bytes": 10, "every": "1s"}, "close": {"after": {"content": 90}}}},
       {"do": {"bandwidth": "64KB/s", "reset": {"after": {"content": 50}}}}]
      """#)
    let wire = try #require(decide(rules).wire)
    #expect(wire.pace == WireFault.Pace(bytes: 10, every: .seconds(1)))
    #expect(wire.plan(contentBytes: 100).stop == WirePlan.Stop(at: .content(50), .reset))
  }
}
