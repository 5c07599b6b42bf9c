// Falsework
// SPDX-License-Identifier: MIT

import FalseworkJSON
import FalseworkProtocol
import FalseworkQueue
import Testing

/// 2027-01-15 08:00:00 UTC, when the tests take place.
let testNow = Timestamp(microseconds: 1_800_000_000_000_000)

/// An input with the sampling steps that real runs default to.
let defaultInput: JSONObject = [
  "image_url": "https://example.com/cat.png", "ss_sampling_steps": 12, "slat_sampling_steps": 12,
]

let rejection = InputVerdict.rejected(status: 422, body: ["detail": []])

func submission(
  session: String = "session", digest: String = "digest",
  verdict: InputVerdict = .accepted(input: defaultInput),
  wishes: Submission.Wishes = Submission.Wishes(), course: JobCourse = JobCourse()
) throws -> Submission {
  Submission(
    session: SessionID(session), endpoint: try #require(EndpointID("fal-ai/trellis/multi")),
    digest: digest, verdict: verdict, wishes: wishes, course: course)
}

/// A record whose run begins a second after its submission and lasts three.
func record(verdict: InputVerdict = .accepted(input: defaultInput)) throws -> RequestRecord {
  var generator = SeededGenerator(seed: 0, key: "record")
  let timings = StageTimings(prepare: .zero, generation: .seconds(1), export: .seconds(2))
  let job = Job(
    submitted: testNow, ready: testNow.advanced(by: .seconds(1)),
    attempts: [Job.Attempt(length: timings.total)], timings: timings)
  return RequestRecord(
    entry: QueueEntry(
      id: RequestID(time: testNow, using: &generator), job: job,
      timeline: RunnerPool.timeline(alone: job)),
    session: SessionID("session"), endpoint: try #require(EndpointID("fal-ai/trellis")),
    verdict: verdict)
}

extension Timestamp {
  /// The moment that lies so many seconds and microseconds after `testNow`.
  static func after(_ seconds: Int64, _ microseconds: Int64 = 0) -> Timestamp {
    testNow.advanced(by: .seconds(seconds)).advanced(by: .microseconds(microseconds))
  }
}
