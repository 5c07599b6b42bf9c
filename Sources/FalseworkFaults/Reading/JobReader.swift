// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Reads what becomes of jobs.
enum JobReader {
  static let keys = [
    "wait", "run", "crowd", "positions", "failed_attempts", "outcome", "result_lag",
    "expires_after", "cancellation",
  ]

  static func script(_ node: ScenarioNode) throws(ScenarioProblem) -> JobScript {
    let members = try node.members(keys)
    guard !members.names.isEmpty else {
      throw node.problem("nothing becomes of the job", "name a part of it, such as wait")
    }
    var script = JobScript()
    script.wait = try members.read("wait", time)
    script.run = try members.read("run", time)
    script.resultLag = try members.read("result_lag") { node throws(ScenarioProblem) in
      try node.latency()
    }
    script.conduct.crowd = try members.read("crowd") { node throws(ScenarioProblem) in
      try node.integer(in: 0...JobConduct.crowdMax)
    }
    script.conduct.positions = try members.read("positions", positions)
    script.conduct.failedAttempts = try members.read("failed_attempts") {
      node throws(ScenarioProblem) in try node.integer(in: 0...JobConduct.failedAttemptsMax)
    }
    script.conduct.outcome = try members.read("outcome", outcome)
    script.conduct.expiresAfter = try members.read("expires_after") {
      node throws(ScenarioProblem) in try node.duration()
    }
    script.conduct.cancellation = try members.read("cancellation") {
      node throws(ScenarioProblem) in try node.word()
    }
    try check(script, members)
    return script
  }

  private static func check(
    _ script: JobScript, _ members: ScenarioMembers
  ) throws(ScenarioProblem) {
    if let crowd = members["crowd"], members["positions"] != nil {
      throw crowd.problem("crowd and positions both say what position is shown", "keep one")
    }
    if script.wait == .never, let run = members["run"] {
      throw run.problem("a job that never starts does not run", "leave run out")
    }
    let hasNoEnd = script.wait == .never || script.run == .never
    for name in ["outcome", "result_lag", "expires_after"] where hasNoEnd {
      guard let part = members[name] else { continue }
      throw part.problem("a job that never ends has no result", "leave \(name) out")
    }
  }

  private static func time(_ node: ScenarioNode) throws(ScenarioProblem) -> JobScript.Time {
    node.value.stringValue == "never" ? .never : .drawn(try node.latency())
  }

  private static func positions(_ node: ScenarioNode) throws(ScenarioProblem) -> [Int] {
    var positions: [Int] = []
    for element in try node.elements(countMax: 1_000) {
      positions.append(try element.integer(in: 0...JobConduct.crowdMax))
    }
    return positions
  }

  private static func outcome(_ node: ScenarioNode) throws(ScenarioProblem) -> JobOutcome {
    if node.value.stringValue == "succeeded" { return .succeeded }
    let row = try node.catalogueRow()
    guard let outcome = row.outcome else {
      throw node.problem(
        "\(row.name) is what a gateway answers, and no job ends by it",
        "name an error of a model or of the platform, such as content_policy_violation")
    }
    return outcome
  }
}
