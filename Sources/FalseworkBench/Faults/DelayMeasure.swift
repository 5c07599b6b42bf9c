// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// How far from their delays many delayed replies come, by the real clock.
///
/// Requests are spread over the time of a delay, so that one or so comes due each millisecond:
/// replies that are all due at once would measure how fast they are written.
enum DelayMeasure {
  private static let delay = Duration.seconds(1)
  private static let target = Target.valueAtMost(0.002)

  static func readings(_ settings: FaultsSettings) throws(BenchFailure) -> [Reading] {
    let name = FaultsMeasure.delays.rawValue
    return try FaultsServer.with(settings, .delaying(delay), ["--journal", "64"]) {
      server throws(BenchFailure) in
      var polls = server.target
      polls.delay = delay
      let load = try LoadGenerator(polls, connectionCount: settings.delayedCount)
      // Connects, and makes everything that is made once.
      _ = try load.run(.count(settings.delayedCount), spread: delay)
      let time = settings.roundTime + delay
      var (client, own): ([LoadResult], [[Double]]) = ([], [])
      for round in 1...settings.rounds {
        settings.console.complain("delays: round \(round) of \(settings.rounds)")
        let mark = try server.journalPosition()
        client.append(try load.run(.time(time), spread: delay))
        own.append(try server.delayErrors(after: mark))
      }
      let crowd = "\(settings.delayedCount) in flight, 1 s"
      return [
        Reading(
          name, "\(crowd), client's error p50", .seconds,
          ours: Samples(client.map { $0.latency(0.5) })),
        Reading(
          name, "\(crowd), client's error p99", .seconds,
          ours: Samples(client.map { $0.latency(0.99) }), target: target),
        Reading(
          name, "\(crowd), client's error max", .seconds,
          ours: Samples(client.map { Double($0.latencies.longest) / 1e9 })),
        Reading(
          name, "\(crowd), journal's error p50", .seconds,
          ours: Samples(own.map { quantile($0, 0.5) })),
        Reading(
          name, "\(crowd), journal's error p99", .seconds,
          ours: Samples(own.map { quantile($0, 0.99) }), target: target),
        Reading(
          name, "\(crowd), journal's error max", .seconds,
          ours: Samples(own.map { quantile($0, 1) })),
      ]
    }
  }

  private static func quantile(_ values: [Double], _ share: Double) -> Double {
    let rank = Int((share * Double(values.count)).rounded(.up))
    return values.sorted().dropFirst(max(0, rank - 1)).first ?? 0
  }
}

extension FaultsServer {
  /// The position of the entry that was recorded last.
  fileprivate func journalPosition() throws(BenchFailure) -> Int {
    var position = 0
    try readJournal(after: &position) { _ in }
    return position
  }

  /// How far from what was asked for the delays were that the journal tells, in seconds.
  fileprivate func delayErrors(after position: Int) throws(BenchFailure) -> [Double] {
    var (position, errors) = (position, [Double]())
    try readJournal(after: &position) { entry in
      guard let requested = entry["delay"]?["requested_seconds"]?.numberValue?.doubleValue,
        let achieved = entry["delay"]?["achieved_seconds"]?.numberValue?.doubleValue
      else { return }
      errors.append(abs(achieved - requested))
    }
    guard !errors.isEmpty else { throw BenchFailure("the journal of falsework tells no delays") }
    return errors
  }

  /// Reads all pages of the journal from a position on, and moves the position behind them.
  private func readJournal(
    after position: inout Int, _ take: (JSONValue) -> Void
  ) throws(BenchFailure) {
    while true {
      let page = try Exchange.json(
        of: .get("/_falsework/journal?after=\(position)"), port: server.port)
      page["entries"]?.arrayValue?.forEach(take)
      guard let next = page["next"]?.numberValue?.doubleValue,
        let isLast = page["is_last"]?.boolValue
      else { throw BenchFailure("falsework answered what is no page of a journal") }
      position = Int(next)
      if isLast { return }
    }
  }
}
