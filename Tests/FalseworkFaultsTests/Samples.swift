// Falsework
// SPDX-License-Identifier: MIT

import FalseworkFaults
import FalseworkJSON
import FalseworkProtocol
import Testing

/// 2027-01-15 08:00:00 UTC, when the tests take place.
let testNow = Timestamp(microseconds: 1_800_000_000_000_000)

/// A scenario whose rules are given as JSON.
func scenario(_ faults: String, name: String = "sample", more: String = "") throws -> Scenario {
  let text = """
    {"name": "\(name)", "about": "a", "advice": "b"\(more), "faults": \(faults)}
    """
  return try ScenarioReader.scenario(try JSONValue.parse(text))
}

/// An exchange of a session, about a job if it has a number.
func subject(
  _ operation: FaultOperation, session: String? = "s", job: Int? = nil, phase: JobPhase? = nil,
  connection: UInt64 = 1, attempt: Int = 1
) -> FaultSubject {
  FaultSubject(
    operation, method: "GET", host: "queue.fal.run", path: "/fal-ai/trellis",
    session: session, connection: connection,
    job: job.map { FaultSubject.JobFacts(index: $0, phase: phase, attempt: attempt) },
    key: [session ?? "", "\(job ?? 0)", operation.rawValue])
}

extension FaultBook {
  /// The names of the rules that fire for an exchange some seconds after the start.
  mutating func firing(
    _ subject: FaultSubject, _ scenarios: Scenario..., after seconds: Double = 0
  ) -> [String] {
    decide(subject, under: scenarios, at: testNow.advanced(by: .seconds(seconds)))
      .firings.map(\.rule)
  }
}
