// Falsework
// SPDX-License-Identifier: MIT

/// How many status polls a server answers under scenarios, beside one without.
enum CostMeasure {
  private static let connectionCount = 64

  static func readings(_ settings: FaultsSettings) throws(BenchFailure) -> [Reading] {
    try FaultsServer.with(settings, nil) { plain throws(BenchFailure) in
      try FaultsServer.with(settings, .idle) { idle throws(BenchFailure) in
        try FaultsServer.with(settings, .busy) { busy throws(BenchFailure) in
          let corners = try [plain, idle, busy].map { server throws(BenchFailure) in
            try Corner(server, settings)
          }
          var rounds = corners.map { _ in [Corner.Round]() }
          for round in 1...settings.rounds {
            settings.console.complain("cost: round \(round) of \(settings.rounds)")
            // Each goes first as often as the others.
            for turn in corners.indices {
              let place = (turn + round) % corners.count
              rounds[place].append(try corners[place].fight(settings.roundTime))
            }
          }
          try check(idle, busy)
          let idleRules = "\(BenchScenario.idleRuleCount) rules, none matches"
          return readings(idleRules, rounds[1], beside: rounds[0], atLeast: 0.95)
            + readings("a rule on each", rounds[2], beside: rounds[0], atLeast: 0.85)
        }
      }
    }
  }

  private static func readings(
    _ rules: String, _ rounds: [Corner.Round], beside plain: [Corner.Round], atLeast bound: Double
  ) -> [Reading] {
    let name = FaultsMeasure.cost.rawValue
    let circumstances = "\(connectionCount) conn., \(rules)"
    return [
      Reading(
        name, "\(circumstances), requests", .perSecond,
        ours: Samples(rounds.map(\.requestsPerSecond)),
        peer: Samples(plain.map(\.requestsPerSecond)), target: .ratioAtLeast(bound)),
      Reading(
        name, "\(circumstances), server's CPU time per request", .seconds,
        ours: Samples(rounds.map(\.processorSeconds)),
        peer: Samples(plain.map(\.processorSeconds))),
    ]
  }

  /// Figures of rules that did not do what they were measured for would look like figures.
  private static func check(_ idle: FaultsServer, _ busy: FaultsServer) throws(BenchFailure) {
    let (idleHits, busyHits) = (try idle.hits(of: .idle), try busy.hits(of: .busy))
    guard idleHits.evaluated > 0, idleHits.fired == 0 else {
      throw BenchFailure("rules that should only be looked at fired \(idleHits.fired) times")
    }
    guard busyHits.fired > 0, busyHits.fired == busyHits.evaluated else {
      throw BenchFailure(
        "the rule for each exchange fired \(busyHits.fired) times of \(busyHits.evaluated)")
    }
  }

  private struct Corner {
    struct Round {
      let requestsPerSecond: Double
      /// Per request.
      let processorSeconds: Double
    }

    private let server: FaultsServer
    private let load: LoadGenerator

    init(_ server: FaultsServer, _ settings: FaultsSettings) throws(BenchFailure) {
      self.server = server
      load = try LoadGenerator(server.target, connectionCount: connectionCount)
      _ = try load.run(settings.warmUpTime)
    }

    func fight(_ time: Duration) throws(BenchFailure) -> Round {
      let pids = [server.server.process.pid]
      let before = ProcessFigures.processorSeconds(pids)
      let result = try load.run(.time(time))
      let seconds = ProcessFigures.processorSeconds(pids) - before
      return Round(
        requestsPerSecond: result.requestsPerSecond,
        processorSeconds: seconds / Double(result.requestCount))
    }
  }
}
