// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract

/// Draws schedules of faults, and reduces those that break a client to what is needed for it.
struct Campaign: Sendable {
  let squad: DrillSquad
  let seed: UInt64

  /// How often a client is run at most to make one schedule smaller.
  private static let reductionsMax = 30

  /// A schedule that breaks a MUST, and nothing in it can be left out.
  struct Discovery: Sendable {
    let verdict: DrillVerdict
    let clause: ClauseID
    let schedule: FaultSchedule
  }

  /// The drills of a campaign's first schedules.
  func drills(count: Int) throws -> [PlannedDrill] {
    try (1...count).map { number in
      try planned(FaultSchedule(seed: seed, number: number), named: name(number))
    }
  }

  /// Makes the schedules that broke a MUST as small as they can be.
  func discoveries(in verdicts: [DrillVerdict]) async throws -> [Discovery] {
    var discoveries: [Discovery] = []
    for (index, verdict) in verdicts.enumerated() {
      guard let clause = verdict.brokenMust else { continue }
      if discoveries.contains(where: { $0.clause == clause }) { continue }
      let schedule = FaultSchedule(seed: seed, number: index + 1)
      discoveries.append(
        try await reduced(Discovery(verdict: verdict, clause: clause, schedule: schedule)))
    }
    return discoveries
  }

  private func reduced(_ found: Discovery) async throws -> Discovery {
    var (found, runs) = (found, 0)
    var candidates = found.schedule.simpler[...]
    while let schedule = candidates.popFirst(), runs < Self.reductionsMax {
      runs += 1
      let drill = try planned(schedule, named: found.verdict.drill.name)
      let verdict = try await squad.runner.judged(drill)
      guard verdict.broken.contains(where: { $0.clause == found.clause }) else { continue }
      found = Discovery(verdict: verdict, clause: found.clause, schedule: schedule)
      candidates = schedule.simpler[...]
    }
    return found
  }

  private func name(_ number: Int) -> String { "campaign-\(seed)-\(number)" }

  private func planned(_ schedule: FaultSchedule, named name: String) throws -> PlannedDrill {
    PlannedDrill(
      drill: .open(name, proof: .optional), scenario: try schedule.scenario(named: name),
      argument: "\(name).yaml")
  }
}

extension DrillVerdict {
  /// The first MUST that was broken.
  fileprivate var brokenMust: ClauseID? {
    broken.first { Contract.queue.clause($0.clause)?.level == .must }?.clause
  }
}
