// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkProtocol
import HTTPTypes
import Testing

/// What the tests of this suite go through.
enum FaultBookTables {
  /// Which of ten exchanges a counting condition takes, from 1.
  static let counts: [(String, [Int])] = [
    (#""nth": 1"#, [1]), (#""nth": [2, 5]"#, [2, 5]), (#""nth": "3..5""#, [3, 4, 5]),
    (#""nth": "9..""#, [9, 10]), (#""every": 3"#, [3, 6, 9]), (#""first": 2"#, [1, 2]),
    (#""after": 8"#, [9, 10]), (#""before": 3"#, [1, 2]), (#""every": 2, "after": 5"#, [6, 8, 10]),
    (#""first": 4, "every": 2"#, [2, 4]), (#""nth": "2..6", "after": 3, "before": 6"#, [4, 5]),
    (#""method": "GET""#, Array(1...10)), (#""method": "PUT""#, []),
  ]

  /// For each scope, the exchanges among these that are the first of it.
  static let scopes: [(FaultScope, [Int])] = [
    (.server, [0]), (.session, [0, 3]), (.job, [0, 2, 3]), (.connection, [0, 1]),
  ]

  /// The seconds at which a time condition holds, of 0, 5, … 30 after the scope's first exchange.
  static let windows: [(String, [Int])] = [
    (#""after": "10s""#, [10, 15, 20, 25, 30]), (#""before": "10s""#, [0, 5]),
    (#""window": {"from": "5s", "to": "15s"}"#, [5, 10]),
    (#""window": {"from": "25s"}"#, [25, 30]),
    (#""window": {"to": "5s"}"#, [0]), (#""window": {"from": "5s"}, "before": "15s""#, [5, 10]),
  ]
}

@Suite("A book of faults")
struct FaultBookTests {
  @Test("does nothing where no scenario is in force")
  func plain() {
    var book = FaultBook(seed: 1)
    #expect(book.decide(subject(.submit), under: [], at: testNow).isPlain)
    #expect(book.hits.isEmpty)
  }

  @Test("decides by the screen of a poll what it would decide by itself")
  func screens() throws {
    let rules = try scenario(
      #"""
      [{"name": "elsewhere", "when": {"operation": "status", "path": "/no"}, "do": {"status": 500}},
       {"name": "phase", "when": {"operation": "status", "phase": "completed"},
        "do": {"headers": {"set": {"x-a": "1"}}}},
       {"name": "second", "when": {"operation": "status", "nth": 2}, "do": {"delay": "1s"}},
       {"name": "third", "when": {"operation": "status", "poll": "3.."},
        "do": {"json": {"cycle": {"/a": [1, 2]}}}}]
      """#)
    var (alone, screened) = (FaultBook(seed: 1), FaultBook(seed: 1))
    let screen = screened.screen(subject(.status, job: 1), under: [rules])
    #expect(!screen.isDecided && screen.nearMisses.map(\.rule) == ["elsewhere"])
    for phase in [nil, .inQueue, .inQueue, .completed, .completed] as [JobPhase?] {
      let whole = subject(.status, job: 1, phase: phase)
      #expect(
        screened.decide(subject(.status, job: 1), in: phase, by: screen, at: testNow)
          == alone.decide(whole, under: [rules], at: testNow))
    }
    #expect(screened.hits == alone.hits)
    #expect(screened.hits.map(\.evaluated) == [5, 5, 5, 5])
    #expect(screened.hits.map(\.fired) == [0, 2, 1, 3])
  }

  @Test("counts exchanges that a screen has decided upon, until something begins anew")
  func passes() throws {
    let rule = try scenario(#"[{"when": {"path": "/no"}, "do": {"status": 500}}]"#)
    var book = FaultBook(seed: 1)
    let screen = book.screen(subject(.status, job: 1), under: [rule])
    #expect(screen.isDecided && book.holds(screen))
    book.pass(screen)
    book.pass(screen)
    #expect(book.hits.map(\.evaluated) == [2])
    book.arm(rule)
    #expect(book.holds(screen))
    book.arm(try scenario(#"[{"do": {"status": 500}}]"#))
    #expect(!book.holds(screen))
    let another = book.screen(subject(.status, job: 1), under: [rule])
    book.reset()
    #expect(!book.holds(another) && book.hits.map(\.evaluated) == [0])
  }

  @Test("counts the exchanges that meet the other conditions", arguments: FaultBookTables.counts)
  func counting(condition: String, expected: [Int]) throws {
    let rule = try scenario(
      #"[{"when": {"operation": "status", \#(condition)}, "do": {"status": 500}}]"#)
    var book = FaultBook(seed: 1)
    let taken = (1...10).filter { _ in
      #expect(book.firing(subject(.submit), rule).isEmpty)
      return !book.firing(subject(.status, job: 1), rule).isEmpty
    }
    #expect(taken == expected)
    #expect(book.hits[0].evaluated == 10)
    #expect(book.hits[0].fired == expected.count)
    #expect(book.hits[0].matched == (condition.contains("PUT") ? 0 : 10))
  }

  @Test("counts within a scope", arguments: FaultBookTables.scopes)
  func scopes(scope: FaultScope, expected: [Int]) throws {
    let rule = try scenario(
      #"""
      [{"when": {"operation": "status", "nth": 1}, "do": {"status": 500},
        "per": "\#(scope.rawValue)"}]
      """#)
    let exchanges = [
      subject(.status, session: "a", job: 1, connection: 1),
      subject(.status, session: "a", job: 1, connection: 2),
      subject(.status, session: "a", job: 2, connection: 1),
      subject(.status, session: "b", job: 1, connection: 2),
      subject(.status, session: "b", job: 1, connection: 1),
    ]
    var book = FaultBook(seed: 1)
    let taken = exchanges.indices.filter { !book.firing(exchanges[$0], rule).isEmpty }
    #expect(taken == expected)
  }

  @Test("lets a rule act so many times in each scope")
  func times() throws {
    let rule = try scenario(
      #"[{"when": {"operation": "status", "every": 2}, "do": {"status": 500}, "times": 2}]"#)
    var book = FaultBook(seed: 1)
    for session in ["a", "b"] {
      let taken = (1...9).filter { _ in
        !book.firing(subject(.status, session: session, job: 1), rule).isEmpty
      }
      #expect(taken == [2, 4])
    }
  }

  @Test("knows polls, phases, jobs and attempts")
  func jobs() throws {
    let rules = try scenario(
      #"""
      [{"name": "third-poll", "when": {"operation": "status", "poll": 3}, "do": {"status": 500}},
       {"name": "running", "when": {"phase": "in_progress"}, "do": {"status": 500}},
       {"name": "second-job", "when": {"job": 2}, "do": {"status": 500}},
       {"name": "again", "when": {"operation": "submit", "attempt": "2.."}, "do": {"status": 500}}]
      """#)
    var book = FaultBook(seed: 1)
    #expect(book.firing(subject(.submit, job: 1), rules).isEmpty)
    #expect(book.firing(subject(.submit, job: 2, attempt: 2), rules) == ["second-job", "again"])
    for (poll, names) in [(1, []), (2, []), (3, ["third-poll"]), (4, [])] {
      let found = book.firing(subject(.status, job: 1, phase: .inQueue), rules)
      #expect(found == names, "poll \(poll)")
      #expect(book.firing(subject(.result, job: 1, phase: .inQueue), rules).isEmpty)
    }
    #expect(book.firing(subject(.result, job: 3, phase: .inProgress), rules) == ["running"])
    #expect(book.firing(subject(.status), rules).isEmpty)
  }

  @Test("knows hosts, paths, fields and sessions")
  func texts() throws {
    let rules = try scenario(
      #"""
      [{"name": "host", "when": {"host": "queue.*"}, "do": {"status": 500}},
       {"name": "path", "when": {"path": "/fal-ai/*"}, "do": {"status": 500}},
       {"name": "header", "when": {"header": {"range": "bytes=*"}}, "do": {"status": 500}},
       {"name": "session", "when": {"session": "s?"}, "do": {"status": 500}}]
      """#)
    var book = FaultBook(seed: 1)
    #expect(book.firing(subject(.file), rules) == ["host", "path"])
    var other = subject(.file, session: "s1")
    other.host = "v3.fal.media"
    other.path = "/files/x"
    other.fields[.range] = "bytes=0-9"
    #expect(book.firing(other, rules) == ["header", "session"])
  }

  @Test("goes by the time since the scope began", arguments: FaultBookTables.windows)
  func time(condition: String, expected: [Int]) throws {
    let rule = try scenario(
      #"[{"when": {"operation": "status", \#(condition)}, "do": {"status": 500}}]"#)
    var book = FaultBook(seed: 1)
    // The submission begins the time of its session, a minute before that of another one.
    #expect(book.firing(subject(.submit, session: "early"), rule, after: -60).isEmpty)
    let taken = stride(from: 0, through: 30, by: 5).filter { second in
      !book.firing(subject(.status, job: 1), rule, after: Double(second)).isEmpty
    }
    #expect(taken == expected)
  }

  @Test("limits rates by a bucket that refills in the mock's time")
  func rates() throws {
    let rule = try scenario(
      #"""
      [{"when": {"operation": "submit"},
        "do": {"rate_limit": {"capacity": 2, "refill": "1/m", "retry_after": "seconds"}}}]
      """#)
    var book = FaultBook(seed: 1)
    var replies: [String] = []
    for second in [0, 1, 2, 50, 61, 62, 130] {
      let decision = book.decide(
        subject(.submit, job: 1), under: [rule], at: testNow.advanced(by: .seconds(second)))
      guard case .rateLimited(let reply)? = decision.arrival else {
        #expect(decision.arrival == nil)
        continue
      }
      #expect(reply.status == .tooManyRequests)
      replies.append("\(second): \(reply.fields[.retryAfter] ?? "none")")
    }
    #expect(replies == ["2: 58", "50: 10", "62: 58"])
    #expect(book.hits[0].fired == 3)
  }

  @Test("begins anew where it is told to, for all or for a session")
  func resets() throws {
    let rule = try scenario(
      #"[{"when": {"operation": "status", "nth": 1}, "do": {"status": 500}}]"#)
    var book = FaultBook(seed: 1)
    for session in ["a", "b"] {
      #expect(book.firing(subject(.status, session: session, job: 1), rule) == ["rule-1"])
    }
    book.reset(session: "a")
    #expect(book.firing(subject(.status, session: "a", job: 1), rule) == ["rule-1"])
    #expect(book.firing(subject(.status, session: "b", job: 1), rule).isEmpty)
    book.reset()
    #expect(book.hits.map(\.fired) == [0])
    #expect(book.firing(subject(.status, session: "b", job: 1), rule) == ["rule-1"])
  }

  @Test("begins anew with a scenario that takes the name of another")
  func replaced() throws {
    let first = try scenario(#"[{"when": {"nth": 1}, "do": {"status": 500}}]"#)
    let second = try scenario(#"[{"when": {"nth": 1}, "do": {"status": 503}}]"#)
    var book = FaultBook(seed: 1)
    #expect(book.firing(subject(.submit), first) == ["rule-1"])
    #expect(book.firing(subject(.submit), second) == ["rule-1"])
    #expect(book.hits.count == 1)
    #expect(book.hits[0].evaluated == 1)
  }
}
