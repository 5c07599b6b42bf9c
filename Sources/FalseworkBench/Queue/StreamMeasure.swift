// Falsework
// SPDX-License-Identifier: MIT

/// What many open status streams cost, and how late their events come.
///
/// A line of the log says when it was due, so an event that brings one shows how late it is.
enum StreamMeasure {
  /// What requests need to be with their runners, and every stream to be open.
  private static let listenTime = Duration.seconds(10)

  static func readings(_ settings: QueueSettings) throws(BenchFailure) -> [Reading] {
    var (memory, late, median, longest): ([Double], [Double], [Double], [Double]) = ([], [], [], [])
    for round in 1...settings.rounds {
      settings.console.complain("streams: round \(round) of \(settings.rounds)")
      let outcome = try outcome(settings)
      memory.append(Double(outcome.residentBytes))
      late.append(Double(outcome.lateness.quantile(0.99)) / 1e9)
      median.append(Double(outcome.lateness.quantile(0.5)) / 1e9)
      longest.append(Double(outcome.lateness.longest) / 1e9)
    }
    let name = QueueMeasure.streams.rawValue
    let crowd = "\(settings.streamCount) streams"
    return [
      Reading(
        name, "\(crowd), memory", .bytes, ours: Samples(memory),
        target: .valueAtMost(150_000_000)),
      Reading(name, "\(crowd), lateness of events, p50", .seconds, ours: Samples(median)),
      Reading(
        name, "\(crowd), lateness of events, p99", .seconds, ours: Samples(late),
        target: .valueAtMost(0.02)),
      Reading(name, "\(crowd), lateness of events, longest", .seconds, ours: Samples(longest)),
    ]
  }

  private struct Outcome {
    let residentBytes: Int
    let lateness: LatencyHistogram
  }

  private static func outcome(_ settings: QueueSettings) throws(BenchFailure) -> Outcome {
    try TemporaryFolder.with { folder throws(BenchFailure) in
      try FalseworkServer.with(settings.program, .lifelike, in: folder) {
        server throws(BenchFailure) in
        let target = LoadTarget(
          name: "falsework", port: server.port,
          request: FalseworkServer.submission(image: "a", #", "texture_size": 512"#), status: 200)
        _ = try LoadGenerator(target, connectionCount: 16).run(.count(settings.streamCount))
        let ids = try StateFile(in: folder).requestIDs(countMax: settings.streamCount)
        let crowd = try StreamCrowd(of: ids.map(FalseworkServer.statusStream), port: server.port)
        try crowd.listen(for: listenTime)
        let bytes = ProcessFigures.residentBytes([server.process.pid])
        guard crowd.lateness.count > 0 else {
          throw BenchFailure("no stream brought a line of the log within \(listenTime)")
        }
        return Outcome(residentBytes: bytes, lateness: crowd.lateness)
      }
    }
  }
}
