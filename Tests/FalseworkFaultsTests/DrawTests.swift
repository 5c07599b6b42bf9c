// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("The draws of faults")
struct DrawTests {
  private let rules = #"""
    [{"name": "coin", "when": {"operation": "status", "probability": 0.5}, "do": {"status": 500}},
     {"name": "slow", "when": {"operation": ["submit", "status"]},
      "do": {"delay": {"exponential": {"mean": "1s"}}}},
     {"name": "flip", "when": {"operation": "file"}, "do": {"corrupt": "anywhere"}},
     {"name": "job", "when": {"operation": "submit"},
      "do": {"job": {"wait": {"uniform": {"from": "1s", "to": "9s"}}}}}]
    """#

  /// The exchanges of a session: some jobs, each with some polls.
  private func exchanges(_ session: String) -> [FaultSubject] {
    (1...5).flatMap { job in
      [subject(.submit, session: session, job: job)]
        + (1...6).map { _ in subject(.status, session: session, job: job, phase: .inQueue) }
        + [subject(.file, session: session, job: job)]
    }
  }

  /// What is drawn for each session, however the sessions are mixed.
  private func draws(seed: UInt64, mixedBy mixing: UInt64) throws -> [String: [FaultDraw]] {
    let scenario = try scenario(rules)
    var waiting = ["a", "b", "c", "d"].map { Array(exchanges($0).reversed()) }
    var generator = SeededGenerator(seed: mixing, key: "mixing")
    var book = FaultBook(seed: seed)
    var draws: [String: [FaultDraw]] = [:]
    while let next = waiting.indices.filter({ !waiting[$0].isEmpty })
      .randomElement(using: &generator), let subject = waiting[next].popLast()
    {
      let decision = book.decide(subject, under: [scenario], at: testNow)
      draws[subject.session ?? "", default: []] += decision.firings.flatMap(\.draws)
    }
    return draws
  }

  @Test("do not depend on the order in which sessions arrive")
  func order() throws {
    let expected = try draws(seed: 7, mixedBy: 0)
    for mixing in 1...20 {
      #expect(try draws(seed: 7, mixedBy: UInt64(mixing)) == expected)
    }
    #expect(try draws(seed: 8, mixedBy: 0) != expected)
    #expect(expected["a"] != expected["b"])
  }

  @Test("do not depend on the order in which jobs of a session are asked about")
  func jobs() throws {
    let scenario = try scenario(rules)
    func run(_ jobs: [Int]) -> [Int: [[FaultDraw]]] {
      var book = FaultBook(seed: 3)
      var draws: [Int: [[FaultDraw]]] = [:]
      for job in jobs {
        let decision = book.decide(subject(.status, job: job), under: [scenario], at: testNow)
        draws[job, default: []].append(decision.firings.flatMap(\.draws))
      }
      return draws
    }
    #expect(run([1, 1, 1, 2, 2, 2]) == run([2, 1, 2, 1, 1, 2]))
  }

  @Test("come out as often as the probability says")
  func probability() throws {
    let scenario = try scenario(
      #"[{"when": {"operation": "status", "probability": "20%"}, "do": {"status": 500}}]"#)
    var book = FaultBook(seed: 1)
    let count = (1...2000).count { job in
      !book.firing(subject(.status, job: job), scenario).isEmpty
    }
    #expect((340...460).contains(count))
  }

  @Test("that never or always come out cost none")
  func certain() throws {
    let scenario = try scenario(
      #"[{"when": {"probability": 0}, "do": {"status": 500}}, {"do": {"delay": "1s"}}]"#)
    var book = FaultBook(seed: 1)
    for _ in 1...50 {
      let decision = book.decide(subject(.submit), under: [scenario], at: testNow)
      #expect(decision.firings.map(\.rule) == ["rule-2"])
      #expect(decision.firings.flatMap(\.draws).isEmpty)
    }
  }
}
