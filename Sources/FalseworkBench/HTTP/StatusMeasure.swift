// Falsework
// SPDX-License-Identifier: MIT

/// Polling the status of a request that is under way throughout, which is most of what clients do.
enum StatusMeasure {
  private static let plainLoads: [(connections: Int, speed: Target?, median: Target?)] = [
    (1, nil, .ratioAtMost(1.3)), (64, .ratioAtLeast(0.8), nil), (256, .ratioAtLeast(0.9), nil),
  ]

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.status.rawValue
    return try Arena.with(settings, .endless) { arena throws(BenchFailure) in
      var readings: [Reading] = []
      for load in plainLoads {
        let duel = try Duel(
          name, "\(load.connections) conn.", arena, settings, connectionCount: load.connections
        ) { contestant in contestant.statusTarget }
        readings += [
          duel.requestsPerSecond(target: load.speed), duel.latency(0.5, target: load.median),
          duel.latency(0.99), duel.processorTime(),
        ]
      }
      return readings
    }
  }

  static func readingsOverTLS(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.statusTLS.rawValue
    return try Arena.with(settings, .endless) { arena throws(BenchFailure) in
      let duel = try Duel(name, "64 conn.", arena, settings, connectionCount: 64) { contestant in
        contestant.statusTarget(trusting: arena.trust)
      }
      return [
        duel.requestsPerSecond(target: .ratioAtLeast(0.7)), duel.latency(0.5),
        duel.latency(0.99), duel.processorTime(),
      ]
    }
  }
}
