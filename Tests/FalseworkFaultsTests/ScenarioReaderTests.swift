// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkJSON
import FalseworkQueue
import Testing

/// Documents that are no scenarios.
enum BadScenarios {
  /// A rule's JSON, the place of what is wrong below it, and what is said.
  static let rules: [(String, String, String)] = [
    (#"{"do": {}}"#, "/do", "the rule does nothing; name an action, such as delay or reset"),
    (#"{"when": {}}"#, "", #"the key "do" is missing"#),
    (#"{"do": {"status": 500}, "wen": {}}"#, "/wen", #"unknown key "wen"; did you mean "when"?"#),
    (
      #"{"do": {"latency": "1s"}}"#, "/do/latency", #"unknown key "latency"; did you mean "delay"?"#
    ),
    (
      #"{"do": {"delay": 5}}"#, "/do/delay",
      #"5 is a duration without a unit; write "5s" for seconds or "5ms" for milliseconds"#
    ),
    (
      #"{"do": {"delay": "5 sec"}}"#, "/do/delay",
      #""5 sec" is no duration; write a number and one of us, ms, s, m, h and d, such as "250ms""#
    ),
    (#"{"do": {"delay": "-5s"}}"#, "/do/delay", #""-5s" is negative; leave the sign out"#),
    (#"{"do": {"delay": "400d"}}"#, "/do/delay", #""400d" is longer than a year"#),
    (
      #"{"do": {"delay": {"normal": {"mean": "1s"}}}}"#, "/do/delay/normal",
      #"the key "deviation" is missing"#
    ),
    (
      #"{"do": {"delay": {"uniform": {"from": "2s", "to": "1s"}}}}"#, "/do/delay/uniform",
      #""from" is later than "to"; swap them"#
    ),
    (
      #"{"do": {"delay": {"fixed": "1s", "exponential": {"mean": "1s"}}}}"#, "/do/delay",
      "a latency has one distribution; write one of them, such as exponential"
    ),
    (
      #"{"do": {"error": "nginx_520"}}"#, "/do/error",
      #""nginx_520" is no error of the catalogue; did you mean "nginx_500"?"#
    ),
    (
      #"{"do": {"error": "plain_500", "reset": "now"}}"#, "/do/reset",
      "the rule answers already; keep one of error, reply, rate_limit, garbage, file and an ending "
        + "without a place"
    ),
    (
      #"{"do": {"reset": "later"}}"#, "/do/reset",
      #""later" is no place; write now, or {after: {content: 50%}}"#
    ),
    (
      #"{"do": {"close": {"after": {"content": "half"}}}}"#, "/do/close/after/content",
      #""half" is no size; write a number of bytes, or one with B, KB, MB or GB, such as "64KB""#
    ),
    (
      #"{"do": {"close": {"after": {"content": "120%"}}}}"#, "/do/close/after/content",
      #""120%" is no share; write 0% to 100%"#
    ),
    (
      #"{"do": {"bandwidth": "64KB"}}"#, "/do/bandwidth",
      #""64KB" is no bandwidth; write a size per second, such as "64KB/s""#
    ),
    (
      #"{"do": {"corrupt": {"at": "head"}}}"#, "/do/corrupt/at",
      "only content is corrupted; write {content: 100}, for example"
    ),
    (#"{"do": {"framing": {"length": 0}}}"#, "/do/framing/length", "0 is no lie"),
    (#"{"do": {"status": 42}}"#, "/do/status", "42 is less than 200; 200 to 599 will do"),
    (
      #"{"do": {"status": "500"}}"#, "/do/status",
      #""500" stands where a whole number is needed; write it without quotes"#
    ),
    (
      #"{"do": {"json": {"set": {"status": 1}}}}"#, "/do/json/set/status",
      #""status" is no JSON pointer to a member; write one such as /status or /logs/0"#
    ),
    (
      #"{"do": {"headers": {"set": {"content-length": "3"}}}}"#,
      "/do/headers/set/content-length",
      "the server writes content-length itself; lie about lengths with framing, and end "
        + "connections with close"
    ),
    (
      #"{"do": {"headers": {"set": {"X-Falsework-Exchange": "7"}}}}"#,
      "/do/headers/set/X-Falsework-Exchange",
      "the server writes X-Falsework-Exchange itself; leave it out: falsework explain takes its "
        + "value"
    ),
    (
      #"{"do": {"headers": {"set": {"a": "x\ny"}}}}"#, "/do/headers/set/a",
      "\"x\ny\" is no value of a field; write one line of text"
    ),
    (
      #"{"do": {"rate_limit": {"capacity": 1, "refill": 2}}}"#, "/do/rate_limit/refill",
      #"2 is no rate; write a number per time, such as "2/s" or "60/m""#
    ),
    (
      #"{"do": {"status": 500}, "times": 0}"#, "/times",
      "0 is less than 1; 1 to 1000000000 will do"
    ),
    (
      #"{"do": {"status": 500}, "per": "user"}"#, "/per",
      #""user" is not known here; known are server, session, job, connection"#
    ),
    (
      #"{"do": {"reset": "now"}, "per": "connection", "when": {"operation": "connect"}}"#, "/per",
      "per: connection has no meaning for the operation connect; it goes with submit, run, status, "
        + "stream, result, cancel, upload, file, storage, token, document, keys, other"
    ),
    (
      #"{"do": {"status": 500}, "at": "arrival"}"#, "/at",
      "the rule changes what the handler replies, so it cannot act before; leave at out"
    ),
    (
      #"{"do": {"file": "redirect"}, "at": "reply"}"#, "/at",
      "the rule takes the place of the handler; leave at out"
    ),
    (
      #"{"do": {"webhook": {"repeat": 0}}}"#, "/do/webhook/repeat",
      "0 is less than 1; 1 to 100 will do"
    ),
    (
      #"{"do": {"webhook": {"send": "never", "delay": "1s"}}}"#, "/do/webhook",
      "a webhook that is never sent has nothing else; keep send alone"
    ),
    (
      #"{"do": {"job": {"wait": "never", "run": "1s"}}}"#, "/do/job/run",
      "a job that never starts does not run; leave run out"
    ),
    (
      #"{"do": {"job": {"run": "never", "outcome": "succeeded"}}}"#, "/do/job/outcome",
      "a job that never ends has no result; leave outcome out"
    ),
    (
      #"{"do": {"job": {"outcome": "nginx_502"}}}"#, "/do/job/outcome",
      "nginx_502 is what a gateway answers, and no job ends by it; name an error of a model or of "
        + "the platform, such as content_policy_violation"
    ),
  ]

  /// The same of a rule's `when`, for rules that change a status.
  static let conditions: [(String, String, String)] = [
    (
      #"{"operaton": "submit"}"#, "/operaton",
      #"unknown key "operaton"; did you mean "operation"?"#
    ),
    (
      #"{"operation": "sumbit"}"#, "/operation",
      #""sumbit" is not known here; did you mean "submit"?"#
    ),
    (#"{"operation": []}"#, "/operation", "the list is empty; leave the key out"),
    (
      #"{"operation": "submit", "poll": 2}"#, "/poll",
      "poll has no meaning for the operation submit; it goes with status, stream, result, cancel, "
        + "webhook"
    ),
    (
      #"{"operation": ["status", "file"], "phase": "completed"}"#, "/phase",
      "phase has no meaning for the operation file; it goes with status, stream, result, cancel"
    ),
    (
      #"{"phase": "done"}"#, "/phase",
      #""done" is not known here; known are in_queue, in_progress, completed"#
    ),
    (
      #"{"probability": 50}"#, "/probability",
      "50 is no probability; write a number from 0 to 1, such as 0.5"
    ),
    (
      #"{"nth": "second"}"#, "/nth",
      #""second" is no number; write 3 without quotes, or a span such as "2..5""#
    ),
    (
      #"{"nth": "5..2"}"#, "/nth",
      #""5..2" is no span of numbers; write "2..5", or "3.." without an end"#
    ),
    (#"{"nth": 0}"#, "/nth", "0 is less than 1; 1 to 1000000000 will do"),
    (
      #"{"nth": 5, "first": 3}"#, "",
      "no occurrence meets nth, every, first, after and before together"
    ),
    (#"{"after": "10s", "before": "5s"}"#, "", "the time ends before it begins: 10.0 s to 5.0 s"),
    (#"{"method": "get"}"#, "/method", #"methods are in upper case; write "GET""#),
    (#"{"header": {"a b": "x"}}"#, "/header/a b", #""a b" is no name of a field"#),
    (
      #"{"job": 1, "operation": "storage"}"#, "/job",
      "job has no meaning for the operation storage; it goes with submit, run, status, stream, "
        + "result, cancel, webhook"
    ),
  ]

  /// Whole documents.
  static let documents: [(String, String, String)] = [
    ("[]", "", "a list stands where an object is needed; write keys and values, such as name"),
    ("{}", "", #"the key "name" is missing"#),
    (
      #"{"name": "A b", "about": "a", "advice": "b", "job": {"crowd": 1}}"#, "/name",
      #""A b" is no name; write lower-case words with single hyphens, at most 64 bytes"#
    ),
    (
      #"{"name": "locked", "about": "a", "advice": "b", "job": {"crowd": 1}}"#, "/name",
      #""locked" is how a key stands, so no key could ask for the scenario: FAL_KEY=locked--any:"#
        + "thing means such a key; name it after what it does, such as locked-account"
    ),
    (
      #"{"name": "a--b", "about": "a", "advice": "b", "job": {"crowd": 1}}"#, "/name",
      #""a--b" is no name; write lower-case words with single hyphens, at most 64 bytes"#
    ),
    (
      #"{"name": "a", "about": "", "advice": "b", "job": {"crowd": 1}}"#, "/about",
      #""" stands where a text is needed; put text between quotes"#
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b"}"#, "",
      "the scenario does nothing; give it timing, runners, job, webhook or faults"
    ),
    (
      #"{"name": "a", "name": "b", "about": "a", "advice": "b", "timing": "fast"}"#, "/name",
      #"the key "name" occurs twice"#
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b", "timing": "quick"}"#, "/timing",
      #""quick" is not known here; known are instant, fast, realistic"#
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b", "runners": 0}"#, "/runners",
      "0 is less than 1; 1 to 10000 will do"
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b", "faults": {}}"#, "/faults",
      "an object stands where a list of rules is needed; begin with a dash"
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b", "faults": ["#
        + #"{"name": "x", "do": {"status": 500}}, {"name": "x", "do": {"status": 500}}]}"#,
      "/faults/1/name",
      #"two rules are called "x"; give this one another name"#
    ),
    (
      #"{"name": "a", "about": "a", "advice": "b", "job": {"crowd": 1, "positions": [1]}}"#,
      "/job/crowd", "crowd and positions both say what position is shown; keep one"
    ),
  ]
}

/// What the tests of this suite go through.
enum ScenarioReaderTables {
  /// What a rule does and when, and the stage and the operations that follow.
  static let defaults: [(String, FaultStage, Set<FaultOperation>)] = [
    (#""do": {"error": "nginx_502"}"#, .arrival, FaultOperation.exchanges),
    (#""do": {"error": "nginx_502"}, "at": "reply""#, .reply, FaultOperation.exchanges),
    (#""do": {"reset": "now"}"#, .arrival, FaultOperation.exchanges),
    (#""do": {"reset": "now"}, "at": "reply""#, .reply, FaultOperation.exchanges),
    (#""do": {"reset": {"after": {"head": 0}}}"#, .reply, FaultOperation.exchanges),
    (#""do": {"garbage": "x"}"#, .arrival, FaultOperation.exchanges),
    (#""do": {"delay": "1s"}"#, .reply, FaultOperation.exchanges),
    (#""do": {"job": {"crowd": 1}}"#, .reply, FaultOperation.submissions),
    (#""do": {"webhook": "never"}"#, .reply, [.submit]),
    (#""do": {"certificate": "expired"}"#, .reply, [.handshake]),
    (#""do": {"file": "expired"}"#, .arrival, [.file]),
    (#""do": {"status": 500}, "when": {"phase": "completed"}"#, .reply, FaultOperation.questions),
    (
      #""do": {"status": 500}, "per": "job""#, .reply,
      FaultOperation.submissions.union(FaultOperation.questions)
    ),
    (
      #""do": {"reset": "now"}, "when": {"operation": ["connect", "handshake"]}"#, .arrival,
      [.connect, .handshake]
    ),
  ]
}

@Suite("The reader of scenarios")
struct ScenarioReaderTests {
  private func problem(_ text: String) throws -> ScenarioProblem? {
    do throws(ScenarioProblem) {
      _ = try ScenarioReader.scenario(try Self.parsed(text))
      return nil
    } catch {
      return error
    }
  }

  private static func parsed(_ text: String) throws(ScenarioProblem) -> JSONValue {
    do {
      return try JSONValue.parse(text)
    } catch {
      throw ScenarioProblem(at: JSONPointer(), "\(error)")
    }
  }

  private func expect(_ text: String, _ place: String, _ message: String) throws {
    let found = try problem(text)
    #expect(found?.pointer.description == place, "\(text)")
    #expect(found?.message == message, "\(text)")
  }

  @Test("tells what is wrong with a rule, where, and what to write", arguments: BadScenarios.rules)
  func rules(rule: String, place: String, message: String) throws {
    let text = #"{"name": "a", "about": "a", "advice": "b", "faults": [\#(rule)]}"#
    try expect(text, "/faults/0" + place, message)
  }

  @Test("tells what is wrong with a condition", arguments: BadScenarios.conditions)
  func conditions(condition: String, place: String, message: String) throws {
    let rule = #"{"do": {"delay": "1s"}, "when": \#(condition)}"#
    let text = #"{"name": "a", "about": "a", "advice": "b", "faults": [\#(rule)]}"#
    try expect(text, "/faults/0/when" + place, message)
  }

  @Test("tells what is wrong with a document", arguments: BadScenarios.documents)
  func documents(text: String, place: String, message: String) throws {
    try expect(text, place, message)
  }

  @Test("reads everything that a document can say of the whole")
  func whole() throws {
    let scenario = try ScenarioReader.scenario(
      [
        "name": "a-1", "about": "What.", "advice": "How.", "timing": "realistic",
        "runners": ["count": 3, "cold_start": "1.5s", "keep_alive": "2m"],
        "job": ["wait": "never"], "webhook": "never",
      ])
    #expect(scenario.name == "a-1")
    #expect(scenario.about == "What.")
    #expect(scenario.advice == "How.")
    #expect(scenario.timing == .realistic)
    #expect(
      scenario.runners
        == RunnerPool(
          runnerCount: 3, coldStart: .milliseconds(1500), keepAlive: .seconds(120)))
    #expect(scenario.rules.map(\.name) == ["job", "webhook"])
    #expect(scenario.rules[0].action.job?.wait == .never)
    #expect(scenario.rules[1].condition.operations == [.submit])
  }

  @Test(
    "finds the stage and the operations that a rule does not name",
    arguments: ScenarioReaderTables.defaults)
  func defaults(rule: String, stage: FaultStage, operations: Set<FaultOperation>) throws {
    let rule = try #require(try scenario("[{\(rule)}]").rules.first)
    #expect(rule.stage == stage)
    #expect(rule.condition.operations == operations)
    #expect(rule.name == "rule-1")
    #expect(rule.times == nil)
  }
}
