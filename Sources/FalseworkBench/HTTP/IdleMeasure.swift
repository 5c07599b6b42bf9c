// Falsework
// SPDX-License-Identifier: MIT

/// What 10,000 connections cost that have each done a request and now rest.
enum IdleMeasure {
  private static let idleCount = 10_000
  private static let activeCount = 16
  /// What memory that grows late may take to do so.
  private static let settleTime = Duration.milliseconds(500)

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    try Arena.with(settings, .endless) { arena throws(BenchFailure) in
      // One server after the other: two crowds at once would be more descriptors than we may have.
      let ours = try outcome(arena.ours, settings)
      let peer = try arena.peer.map { peer throws(BenchFailure) in try outcome(peer, settings) }
      return readings(ours, peer)
    }
  }

  private struct Outcome {
    let bytesPerConnection: Double
    let before: Samples
    let during: Samples
  }

  private static func readings(_ ours: Outcome, _ peer: Outcome?) -> [Reading] {
    let name = HTTPMeasure.idle.rawValue
    return [
      Reading(
        name, "memory per idle connection", .bytes, ours: Samples([ours.bytesPerConnection]),
        peer: peer.map { Samples([$0.bytesPerConnection]) }, target: .valueAtMost(6000)),
      Reading(
        name, "\(activeCount) conn. without idle ones, p99", .seconds, ours: ours.before,
        peer: peer?.before),
      Reading(
        name, "\(activeCount) conn. beside \(idleCount) idle ones, p99", .seconds,
        ours: ours.during, peer: peer?.during),
    ]
  }

  private static func outcome(
    _ contestant: Contestant, _ settings: HTTPSettings
  ) throws(BenchFailure) -> Outcome {
    settings.console.complain("idle: \(contestant.name)")
    let active = try LoadGenerator(contestant.statusTarget, connectionCount: activeCount)
    _ = try active.run(settings.warmUpTime)
    let before = try latencies(active, settings)
    let bytesBefore = ProcessFigures.residentBytes(contestant.pids)
    let idle = try LoadGenerator(contestant.statusTarget, connectionCount: idleCount)
    _ = try idle.run(.count(idleCount))
    BenchClock.nap(settleTime)
    let bytesDuring = ProcessFigures.residentBytes(contestant.pids)
    let during = try latencies(active, settings)
    guard idle.disturbedCount == 0 else {
      throw BenchFailure(
        "\(contestant.name) closed \(idle.disturbedCount) idle connections meanwhile; measure for "
          + "less time with --rounds or --seconds")
    }
    return Outcome(
      bytesPerConnection: Double(bytesDuring - bytesBefore) / Double(idleCount),
      before: before, during: during)
  }

  private static func latencies(
    _ load: LoadGenerator, _ settings: HTTPSettings
  ) throws(BenchFailure) -> Samples {
    var values: [Double] = []
    for _ in 0..<settings.rounds {
      values.append(try load.run(settings.roundTime).latency(0.99))
    }
    return Samples(values)
  }
}
