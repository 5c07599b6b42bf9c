// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("A timing preset")
struct TimingPresetTests {
  static let seeds = UInt64(0)..<400

  private func records(
    _ preset: TimingPreset, verdict: InputVerdict = .accepted(input: defaultInput)
  ) throws -> [RequestRecord] {
    let submission = try submission(verdict: verdict)
    return Self.seeds.map { seed in
      RunPolicy(seed: seed, preset: preset).record(of: submission, occurrence: 0, at: testNow)
    }
  }

  @Test("is told by its name")
  func names() {
    #expect(TimingPreset.allCases.map(\.rawValue) == ["instant", "fast", "realistic"])
  }

  @Test("that is instant takes no time at all")
  func instant() throws {
    let none = StageTimings(prepare: .zero, generation: .zero, export: .zero)
    for record in try records(.instant) + records(.instant, verdict: rejection) {
      #expect(record.entry.timeline.runs[0].started == testNow)
      #expect(record.ended == testNow)
      #expect(record.entry.job.timings == none)
      #expect(record.inferenceSeconds == 0)
      guard case .completed = record.phase(at: testNow) else {
        Issue.record("an instant request is not done at once")
        return
      }
    }
  }

  @Test(
    "has bounds at default input, in seconds from submission to end",
    arguments: [
      (TimingPreset.fast, 0.14...0.42, 1.31...1.70, 1.5),
      (.realistic, 0.4...1.2, 23.0...25.8, 24.4),
    ])
  func bounds(
    preset: TimingPreset, wait: ClosedRange<Double>, whole: ClosedRange<Double>, mean: Double
  ) throws {
    let records = try records(preset)
    for record in records {
      let run = record.entry.timeline.runs[0]
      #expect(wait.contains(testNow.duration(to: run.started).seconds))
      #expect(whole.contains(testNow.duration(to: run.ended).seconds))
    }
    let sum = records.reduce(0) { $0 + testNow.duration(to: $1.ended).seconds }
    #expect(abs(sum / Double(records.count) / mean - 1) < 0.03)
  }

  @Test("that is realistic has the stages that were measured at 24 steps")
  func realisticStages() throws {
    for record in try records(.realistic) {
      let timings = record.entry.job.timings
      #expect((30e-6...45e-6).contains(timings.prepare.seconds))
      #expect((3.4...3.8).contains(timings.generation.seconds))
      #expect((19.2...20.8).contains(timings.export.seconds))
    }
  }

  @Test("has stages that sum to the run exactly", arguments: TimingPreset.allCases)
  func sums(preset: TimingPreset) throws {
    for record in try records(preset) + records(preset, verdict: rejection) {
      let (run, timings) = (record.entry.timeline.runs[0], record.entry.job.timings)
      #expect(run.started.duration(to: run.ended) == timings.total)
      #expect(record.inferenceSeconds == timings.total.seconds)
    }
  }

  @Test("varies from request to request", arguments: [TimingPreset.fast, .realistic])
  func variety(preset: TimingPreset) throws {
    #expect(Set(try records(preset).map(\.ended)).count > 390)
  }

  @Test("has log lines inside the run and in order", arguments: TimingPreset.allCases)
  func logs(preset: TimingPreset) throws {
    for record in try records(preset) {
      let (run, logs) = (record.entry.timeline.runs[0], record.logs(at: record.ended))
      #expect(logs.count == 7)
      #expect(logs.allSatisfy { run.started <= $0.time && $0.time <= run.ended })
      #expect(zip(logs, logs.dropFirst()).allSatisfy { $0.time <= $1.time })
      #expect(logs.allSatisfy { !$0.message.isEmpty })
    }
  }

  @Test("ends the run of a refused input at once and without a log")
  func refused() throws {
    for preset in [TimingPreset.fast, .realistic] {
      for record in try records(preset, verdict: rejection) {
        #expect((0.03...0.06).contains(record.entry.job.timings.total.seconds))
        #expect(record.entry.job.timings.generation == .zero)
        #expect(record.entry.job.timings.export == .zero)
        #expect(record.logs(at: record.ended).isEmpty)
        #expect(testNow < record.entry.timeline.runs[0].started)
      }
    }
  }
}

@Suite("Sampling steps")
struct SamplingStepsTests {
  private func generation(_ input: JSONObject) throws -> Double {
    let policy = RunPolicy(seed: 11, preset: .realistic)
    let submission = try submission(verdict: .accepted(input: input))
    return policy.record(of: submission, occurrence: 0, at: testNow)
      .entry.job.timings.generation.seconds
  }

  @Test("make the generation longer, in proportion")
  func proportion() throws {
    let one = try generation(["a_steps": 1])
    let hundred = try generation(["ss_sampling_steps": 50, "slat_sampling_steps": 50])
    #expect((0.14...0.16).contains(one))
    #expect(abs(hundred / one - 100) < 0.01)
  }

  @Test(
    "are none where there are no sensible numbers of them",
    arguments: [
      [:], ["steps": 5], ["a_steps": "5"], ["a_steps": nil], ["a_steps": -7], ["a_steps": 1.5],
      ["a_steps_b": 5], ["a_steps": [5]],
    ] as [JSONObject])
  func none(input: JSONObject) throws {
    #expect(try generation(input) == 0)
  }

  @Test("are bounded, so that a hostile number cannot overflow")
  func hostile() throws {
    let most = try generation(["a_steps": 10_000])
    #expect(try generation(["a_steps": 10_001]) == most)
    #expect(try generation(["a_steps": .number(JSONNumber(Int.max))]) == most)
    #expect(try generation(["a_steps": .number(JSONNumber(Int.min))]) == 0)
    let many = JSONObject(
      members: (0..<5000).map { .init(name: "\($0)_steps", value: .number(JSONNumber(Int.max))) })
    #expect(abs(try generation(many) / most - 5000) < 0.01)
  }
}
