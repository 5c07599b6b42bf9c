// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import FalseworkTestSupport
import Testing

@Suite("A restart")
struct RoundTripTests {
  /// A body as deep as the parser takes in one.
  static let deep = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)

  static let bodies = [
    "{}", #"{"a":null,"b":[true,false],"c":{"d":"e"}}"#, #"{"z":1,"a":2,"z":3}"#,
    #"{"n":[0,-0,1.0,1e5,1E+5,0.10,100000000000000000000000000000]}"#,
    #"{"s":"ü🐈\u0000\u001f\"\\\/\u2028","é":"e\u0301"}"#, #"{"x":NaN,"y":[Infinity,-Infinity]}"#,
    #"{"deep":\#(deep.dropFirst().dropLast())}"#,
  ]

  private func restarted(
    _ verdict: InputVerdict, endpoint: String = "fal-ai/trellis", output: OutputPlan? = nil
  ) async throws -> (before: RequestRecord, after: RequestRecord?) {
    let stage = try Stage()
    let before = try await stage.withStore { store in
      try await store.accept(try submission(verdict: verdict, endpoint: endpoint, output: output))
    }
    let after = try await stage.withStore { store in try store.request(before.id) }
    return (before, after)
  }

  @Test("keeps every accepted input to the last digit", arguments: bodies)
  func accepted(body: String) async throws {
    let input = try #require(try JSONValue.parse(body, reading: .python).objectValue)
    let (before, after) = try await restarted(.accepted(input: input))
    #expect(after == before)
  }

  @Test("keeps every refusal to the last digit", arguments: bodies + [deep, "null", "1.50"])
  func rejected(body: String) async throws {
    let echo = try JSONValue.parse(body, reading: .python)
    for reply in [echo, ["detail": [["loc": ["body"], "input": echo]]]] as [JSONValue] {
      let (before, after) = try await restarted(.rejected(status: 422, body: reply))
      #expect(after == before)
    }
  }

  @Test("keeps the course that a request was told")
  func course() async throws {
    var told: [JobCourse] = PlatformFailure.documented.map { failure in
      var course = JobCourse()
      course.ending = .failed(failure)
      return course
    }
    var strange = JobCourse()
    strange.wait = JobCourse.never
    strange.failedAttemptCount = 3
    strange.traits.crowdCount = 8000
    strange.traits.positions = [3, 5, 0]
    strange.traits.resultLag = .milliseconds(1500)
    strange.traits.resultLife = .seconds(5)
    strange.traits.cancellation = .ignored
    told.append(strange)
    let stage = try Stage()
    for (index, course) in told.enumerated() {
      let before = try await stage.withStore { store in
        try await store.accept(try submission(digest: "\(index)", course: course))
      }
      #expect(try await stage.requests([before.id]) == [before])
    }
  }

  @Test("keeps the output as it was drawn, with every kind of gap")
  func output() async throws {
    let fillings: [OutputPlan.Filling] = [
      .stageTimings, .file(.mesh, name: "model.glb"), .file(.image(side: 256), name: "a b.png"),
      .file(.audio, name: "x.wav"), .file(.note, name: "\u{e9}.json"),
    ]
    let gaps = fillings.enumerated().map { index, filling in
      OutputPlan.Gap(at: JSONPointer(tokens: ["a/~b", "\(index)"]), filling)
    }
    for plan in [
      OutputPlan(body: ["b": 1.50, "a": [nil, true]], gaps: gaps), OutputPlan(body: nil),
    ] {
      let (before, after) = try await restarted(acceptance, output: plan)
      #expect(before.output == plan)
      #expect(after == before)
    }
  }

  @Test("keeps an integer longer than Python reads")
  func longInteger() async throws {
    let number = try #require(JSONNumber(literal: String(repeating: "9", count: 4300)))
    let (before, after) = try await restarted(.accepted(input: ["seed": .number(number)]))
    #expect(after == before)
  }

  @Test(
    "keeps the endpoint with namespace and sub-path",
    arguments: ["fal-ai/trellis", "fal-ai/trellis/multi", "comfy/me/flow/a/b", "ü/'; DROP TABLE x"])
  func endpoint(name: String) async throws {
    let (before, after) = try await restarted(acceptance, endpoint: name)
    #expect(after == before)
    #expect(after?.endpoint.description == name)
  }

  @Test("keeps the longest endpoint that a route can lead to")
  func longEndpoint() async throws {
    let path = "/fal-ai/trellis/" + String(repeating: "a", count: EndpointID.bytesMax - 15)
    guard case .submit(let endpoint) = Route(role: .queue, path: path) else {
      Issue.record("the path leads nowhere")
      return
    }
    let (before, after) = try await restarted(acceptance, endpoint: endpoint.description)
    #expect(after == before)
  }

  @Test("keeps moments and stages to the microsecond, and every attempt")
  func timeline() async throws {
    let stage = try Stage()
    let moments = [-1, 0, 5, 7, 8, 1 << 60].map { Timestamp(microseconds: $0) }
    let job = Job(
      submitted: moments[0], ready: moments[1], sequence: 3, priority: .low,
      startDeadline: moments[4],
      attempts: PlatformFailure.retried.map { Job.Attempt(length: .microseconds(2), failure: $0) }
        + [Job.Attempt(length: .seconds(1 << 40))],
      timings: StageTimings(
        prepare: .microseconds(36), generation: .microseconds(1), export: .seconds(1 << 40)))
    let runs = [
      Timeline.Run(assigned: moments[0], started: moments[1], ended: moments[2], runner: 9_999),
      Timeline.Run(assigned: moments[3], started: moments[4], ended: moments[5]),
    ]
    let submission = try submission()
    let before = try await stage.withStore { store in
      try await store.accept(submission) { _ in
        let sample = policy.record(of: submission, occurrence: 0, at: testNow)
        return RequestRecord(
          entry: QueueEntry(
            id: sample.id, job: job, timeline: Timeline(runs: runs, ended: moments[5])),
          session: sample.session, endpoint: sample.endpoint, verdict: sample.verdict)
      }
    }
    #expect(try await stage.requests([before.id]) == [before])
  }

  @Test("is not needed: what was answered is on file before the store is closed")
  func killed() async throws {
    let stage = try Stage()
    let copy = try TemporaryFolder()
    try await stage.withStore { store in
      var records: [RequestRecord] = []
      for number in 0..<20 {
        records.append(try await store.accept(try submission(digest: "\(number)")))
      }
      try copyState(from: stage.folder, to: copy)
      let other = try StateStore(folder: StateFolder(path: copy.state))
      defer { other.close() }
      for record in records { #expect(try other.request(record.id) == record) }
    }
  }
}
