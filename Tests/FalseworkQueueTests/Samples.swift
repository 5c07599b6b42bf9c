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
  verdict: InputVerdict = .accepted(input: defaultInput)
) throws -> Submission {
  Submission(
    session: SessionID(session), endpoint: try #require(EndpointID("fal-ai/trellis/multi")),
    digest: digest, verdict: verdict)
}

/// A record whose run begins a second after its submission and lasts three.
func record(verdict: InputVerdict = .accepted(input: defaultInput)) throws -> RequestRecord {
  var generator = SeededGenerator(seed: 0, key: "record")
  let started = testNow.advanced(by: .seconds(1))
  let logs = (0...3).map { second in
    LogEntry(
      time: started.advanced(by: .seconds(second)), message: "\(second)", level: .stderr)
  }
  return RequestRecord(
    id: RequestID(time: testNow, using: &generator), session: SessionID("session"),
    endpoint: try #require(EndpointID("fal-ai/trellis")), verdict: verdict,
    timeline: Timeline(
      submitted: testNow, started: started, ended: started.advanced(by: .seconds(3)),
      timings: StageTimings(prepare: .zero, generation: .seconds(1), export: .seconds(2)),
      logs: logs))
}
