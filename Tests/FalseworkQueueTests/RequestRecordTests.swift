// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

extension Timestamp {
  /// The moment that lies so many seconds and microseconds after `testNow`.
  static func after(_ seconds: Int64, _ microseconds: Int64 = 0) -> Timestamp {
    testNow.advanced(by: .seconds(seconds)).advanced(by: .microseconds(microseconds))
  }
}

@Suite("The phase of a request")
struct PhaseTests {
  static let boundaries: [(moment: Timestamp, phase: Phase)] = [
    (.after(-1000), .inQueue),
    (.after(0, -1), .inQueue),
    (.after(0), .inQueue),
    (.after(1, -1), .inQueue),
    (.after(1), .inProgress),
    (.after(1, 1), .inProgress),
    (.after(4, -1), .inProgress),
    (.after(4), .completed(.succeeded(input: defaultInput))),
    (.after(4, 1), .completed(.succeeded(input: defaultInput))),
    (.after(1_000_000), .completed(.succeeded(input: defaultInput))),
  ]

  @Test("changes at the microsecond of each boundary", arguments: boundaries)
  func boundary(moment: Timestamp, phase: Phase) throws {
    #expect(try record().phase(at: moment) == phase)
  }

  @Test("ends in the refusal of a refused input, and not before", arguments: boundaries)
  func refused(moment: Timestamp, phase: Phase) throws {
    let record = try record(verdict: rejection)
    let expected: Phase =
      switch phase {
      case .inQueue, .inProgress: phase
      case .completed: .completed(.rejected(status: 422, body: ["detail": []]))
      }
    #expect(record.phase(at: moment) == expected)
  }

  @Test("skips waiting and running when both take no time")
  func zeroLength() throws {
    let one = try record()
    let none = StageTimings(prepare: .zero, generation: .zero, export: .zero)
    let instant = RequestRecord(
      id: one.id, session: one.session, endpoint: one.endpoint, verdict: one.verdict,
      timeline: Timeline(
        submitted: testNow, started: testNow, ended: testNow, timings: none, logs: []))
    #expect(instant.phase(at: .after(0, -1)) == .inQueue)
    #expect(instant.phase(at: testNow) == .completed(.succeeded(input: defaultInput)))
    #expect(instant.inferenceSeconds == 0)
  }

  @Test("needs a timeline that runs forwards")
  func backwards() async {
    await #expect(processExitsWith: .failure) {
      let none = StageTimings(prepare: .zero, generation: .zero, export: .zero)
      let (early, late) = (Timestamp(microseconds: 0), Timestamp(microseconds: 1))
      _ = Timeline(submitted: late, started: early, ended: late, timings: none, logs: [])
    }
  }
}

@Suite("The log of a request")
struct LogWindowTests {
  @Test(
    "grows line by line, each at its microsecond",
    arguments: [
      (Timestamp.after(0), 0), (.after(1, -1), 0), (.after(1), 1), (.after(2, -1), 1),
      (.after(2), 2), (.after(3), 3), (.after(4, -1), 3), (.after(4), 4), (.after(99), 4),
    ])
  func window(moment: Timestamp, count: Int) throws {
    let messages = try record().logs(at: moment).map(\.message)
    #expect(messages == (0..<count).map(String.init))
  }

  @Test("stops when the request is cancelled")
  func cancelled() throws {
    var record = try record()
    #expect(record.cancel(at: .after(3, -1)) == .requested)
    #expect(record.logs(at: .after(99)).map(\.message) == ["0", "1"])
    #expect(record.logs(at: .after(1)).map(\.message) == ["0"])
  }
}

@Suite("A cancellation")
struct CancellationTests {
  static let inTime: [(moment: Timestamp, inferenceSeconds: Double?)] = [
    (.after(0), nil), (.after(1, -1), nil), (.after(1), nil), (.after(1, 1), 1e-06),
    (.after(2), 1), (.after(4, -1), 2.999999),
  ]

  @Test("ends a request that waits or runs", arguments: inTime)
  func requested(moment: Timestamp, inferenceSeconds: Double?) throws {
    var record = try record()
    let before = record.phase(at: moment.advanced(by: .microseconds(-1)))
    #expect(record.cancel(at: moment) == .requested)
    #expect(record.cancelled == moment)
    #expect(record.phase(at: moment.advanced(by: .microseconds(-1))) == before)
    #expect(record.phase(at: moment) == .completed(.cancelled(moment)))
    #expect(record.phase(at: .after(99)) == .completed(.cancelled(moment)))
    #expect(record.inferenceSeconds == inferenceSeconds)
  }

  @Test("comes too late at the end or after", arguments: [Timestamp.after(4), .after(4, 1)])
  func late(moment: Timestamp) throws {
    for verdict in [InputVerdict.accepted(input: defaultInput), rejection] {
      var record = try record(verdict: verdict)
      let untouched = record
      #expect(record.cancel(at: moment) == .alreadyCompleted)
      #expect(record == untouched)
      #expect(record.inferenceSeconds == 3)
    }
  }

  @Test("counts once, whatever the second one says", arguments: inTime)
  func twice(moment: Timestamp, inferenceSeconds: Double?) throws {
    for second in [moment, moment.advanced(by: .microseconds(1)), .after(99), .after(0)] {
      var record = try record()
      #expect(record.cancel(at: moment) == .requested)
      #expect(record.cancel(at: second) == .alreadyCompleted)
      #expect(record.cancelled == moment)
    }
  }

  @Test("wins over a refusal that has not come yet")
  func refused() throws {
    var record = try record(verdict: rejection)
    #expect(record.cancel(at: .after(2)) == .requested)
    #expect(record.phase(at: .after(99)) == .completed(.cancelled(.after(2))))
  }
}
