// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import HTTPTypes
import Testing

@Suite("A firing")
struct FiringTests {
  private let twoRules = #"""
    [{"name": "reset", "when": {"operation": "status", "nth": 1}, "do": {"reset": "now"}},
     {"name": "never", "when": {"operation": "result", "nth": 9}, "do": {"status": 500}}]
    """#

  @Test("goes from armed by fired to delivered or missed")
  func states() throws {
    let scenario = try scenario(twoRules)
    var book = FaultBook(seed: 1)
    #expect(book.hits(of: "sample").isEmpty)
    book.arm(scenario)
    #expect(book.hits.map(\.state) == [.armed, .armed])
    let first = book.decide(subject(.status, session: "a"), under: [scenario], at: testNow)
    let second = book.decide(subject(.status, session: "b"), under: [scenario], at: testNow)
    #expect(book.hits.map(\.state) == [.fired, .armed])
    let ids = (first.firings + second.firings).map(\.id)
    #expect(ids.map(\.number) == [1, 2])
    book.settle(ids[0], .missed(.clientGone))
    #expect(book.hits.map(\.state) == [.fired, .armed])
    book.settle(ids[1], .missed(.clientGone))
    #expect(book.hits.map(\.state) == [.missed, .armed])
    #expect(book.hits[0].missed == [.clientGone: 2])
    book.settle(ids[1], .delivered)
    #expect(book.hits(of: "sample").map(\.state) == [.delivered, .armed])
  }

  @Test("says what it does and why")
  func reasons() throws {
    let scenario = try scenario(
      #"""
      [{"name": "slow", "when": {"operation": "status", "poll": 2, "probability": 0.999999},
        "do": {"delay": {"uniform": {"from": "1s", "to": "2s"}}, "status": 500}}]
      """#)
    var book = FaultBook(seed: 1)
    let status = subject(.status, job: 3, phase: .inProgress)
    _ = book.decide(status, under: [scenario], at: testNow)
    let decision = book.decide(status, under: [scenario], at: testNow)
    let firing = try #require(decision.firings.first)
    #expect(firing.scenario == "sample")
    #expect(firing.rule == "slow")
    #expect(firing.actions == [.delay, .status])
    #expect(firing.why == "status, job 3, in_progress, poll 2, occurrence 1 of its session")
    #expect(firing.draws.map(\.name) == ["probability", "delay"])
    #expect((1.0...2.0).contains(firing.draws[1].value))
    #expect(decision.delay >= .seconds(1))
    #expect(decision.edits.status?.code == 500)
  }

  @Test("that did not come about is told with the first condition that failed, the nearest first")
  func nearMisses() throws {
    let scenario = try scenario(
      #"""
      [{"name": "method", "when": {"operation": "status", "method": "PUT"}, "do": {"status": 500}},
       {"name": "job", "when": {"operation": "status", "job": 7}, "do": {"status": 500}},
       {"name": "nth", "when": {"operation": "status", "nth": 2}, "do": {"status": 500}},
       {"name": "elsewhere", "when": {"operation": "result"}, "do": {"status": 500}},
       {"name": "late", "when": {"operation": "status", "after": "1m"}, "do": {"status": 500}}]
      """#)
    var book = FaultBook(seed: 1)
    let decision = book.decide(subject(.status, job: 1), under: [scenario], at: testNow)
    #expect(decision.isPlain)
    #expect(
      decision.nearMisses.map(\.description) == [
        "sample/nth: nth wants 2, and it is 1",
        "sample/late: window wants 60.0 s or later, and it is 0.0 s",
        "sample/job: job wants 7, and it is 1",
        "sample/method: method wants PUT, and it is GET",
      ])
  }

  @Test("leaves room for the eight nearest that did not come about")
  func nearest() throws {
    let far = (1...20).map { number in
      #"{"name": "far-\#(number)", "when": {"method": "PUT"}, "do": {"status": 500}}"#
    }
    let near = (1...3).map { number in
      #"{"name": "near-\#(number)", "when": {"nth": 9}, "do": {"status": 500}}"#
    }
    let scenario = try scenario("[" + (far + near).joined(separator: ",") + "]")
    var book = FaultBook(seed: 1)
    let decision = book.decide(subject(.submit), under: [scenario], at: testNow)
    #expect(decision.nearMisses.count == NearMiss.countMax)
    #expect(decision.nearMisses.prefix(3).map(\.rule) == ["near-1", "near-2", "near-3"])
  }
}
