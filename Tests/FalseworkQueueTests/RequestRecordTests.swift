// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

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
    let none = StageTimings(prepare: .zero, generation: .zero, export: .zero)
    let job = Job(
      submitted: testNow, ready: testNow, attempts: [Job.Attempt(length: .zero)], timings: none)
    var instant = try record()
    instant.entry = QueueEntry(
      id: instant.id, job: job, timeline: RunnerPool.timeline(alone: job))
    #expect(instant.phase(at: .after(0, -1)) == .inQueue)
    #expect(instant.phase(at: testNow) == .completed(.succeeded(input: defaultInput)))
    #expect(instant.inferenceSeconds == 0)
  }

  @Test("goes back to the queue when an attempt fails, and ends in the last one's failure")
  func attempts() throws {
    let failure = PlatformFailure.retried[0]
    let failed = Job.Attempt(length: .seconds(2), failure: failure)
    let none = StageTimings(prepare: .zero, generation: .zero, export: .zero)
    let job = Job(
      submitted: testNow, ready: .after(1), attempts: [failed, failed], timings: none)
    let runs = [
      Timeline.Run(assigned: .after(0), started: .after(1), ended: .after(3)),
      Timeline.Run(assigned: .after(4), started: .after(5), ended: .after(7)),
    ]
    var record = try record()
    record.entry = QueueEntry(
      id: record.id, job: job, timeline: Timeline(runs: runs, ended: .after(7)))
    let phases = (0...7).map { record.phase(at: .after($0)) }
    #expect(
      phases == [
        .inQueue, .inProgress, .inProgress, .inQueue, .inQueue, .inProgress, .inProgress,
        .completed(.failed(failure)),
      ])
    #expect(record.gatewayRequestID != record.id)
    #expect(record.inferenceSeconds == 2)
  }

  @Test("needs a timeline that runs forwards")
  func backwards() async {
    await #expect(processExitsWith: .failure) {
      let (early, late) = (Timestamp(microseconds: 0), Timestamp(microseconds: 1))
      _ = Timeline.Run(assigned: late, started: early, ended: late)
    }
  }
}

@Suite("The log of a request")
struct LogWindowTests {
  @Test("grows line by line, each at its microsecond, and is whole at the end")
  func window() throws {
    let record = try record()
    let lines = record.logs(at: .after(99))
    #expect(lines.count > 5)
    #expect(record.logs(at: .after(4)) == lines)
    #expect(record.logs(at: .after(1, -1)).isEmpty)
    for (index, line) in lines.enumerated() {
      let before = line.time.advanced(by: .microseconds(-1))
      #expect(record.logs(at: before).count <= index)
      #expect(record.logs(at: line.time).count > index)
    }
  }

  @Test("stops when the request is cancelled")
  func cancelled() throws {
    var record = try record()
    let whole = record.logs(at: .after(99))
    #expect(record.entry.cancel(at: .after(3, -1)) == .requested)
    #expect(record.logs(at: .after(99)) == whole.filter { $0.time < .after(3) })
  }

  @Test("is empty where the input was refused")
  func refused() throws {
    #expect(try record(verdict: rejection).logs(at: .after(99)).isEmpty)
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
    #expect(record.entry.cancel(at: moment) == .requested)
    #expect(record.entry.cancelled == moment)
    #expect(record.phase(at: moment.advanced(by: .microseconds(-1))) == before)
    #expect(record.phase(at: moment) == .completed(.cancelled))
    #expect(record.phase(at: .after(99)) == .completed(.cancelled))
    #expect(record.inferenceSeconds == inferenceSeconds)
  }

  @Test("comes too late at the end or after", arguments: [Timestamp.after(4), .after(4, 1)])
  func late(moment: Timestamp) throws {
    for verdict in [InputVerdict.accepted(input: defaultInput), rejection] {
      var record = try record(verdict: verdict)
      let untouched = record
      #expect(record.entry.cancel(at: moment) == .alreadyCompleted)
      #expect(record == untouched)
      #expect(record.inferenceSeconds == 3)
    }
  }

  @Test("counts once, whatever the second one says", arguments: inTime)
  func twice(moment: Timestamp, inferenceSeconds: Double?) throws {
    for second in [moment, moment.advanced(by: .microseconds(1)), .after(99), .after(0)] {
      var record = try record()
      #expect(record.entry.cancel(at: moment) == .requested)
      #expect(record.entry.cancel(at: second) == .alreadyCompleted)
      #expect(record.entry.cancelled == moment)
    }
  }

  @Test("wins over a refusal that has not come yet")
  func refused() throws {
    var record = try record(verdict: rejection)
    #expect(record.entry.cancel(at: .after(2)) == .requested)
    #expect(record.phase(at: .after(99)) == .completed(.cancelled))
  }
}
