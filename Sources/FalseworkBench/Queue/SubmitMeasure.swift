// Falsework
// SPDX-License-Identifier: MIT

/// How many submits a second are accepted, each of which survives the death of the server.
enum SubmitMeasure {
  private static let connectionCount = 64

  static func readings(_ settings: QueueSettings) throws(BenchFailure) -> [Reading] {
    settings.console.complain("submits: \(connectionCount) conn.")
    return try TemporaryFolder.with { folder throws(BenchFailure) in
      try FalseworkServer.with(settings.program, .lifelike, in: folder) {
        server throws(BenchFailure) in
        let target = LoadTarget(
          name: "falsework", port: server.port, request: FalseworkServer.submission(image: "a"),
          status: 200)
        let load = try LoadGenerator(target, connectionCount: connectionCount)
        _ = try load.run(.time(settings.warmUpTime))
        let peer = try SQLitePeer(like: StateFile(in: folder), in: folder)
        return try readings(settings, server, load, peer)
      }
    }
  }

  private static func readings(
    _ settings: QueueSettings, _ server: FalseworkServer, _ load: LoadGenerator,
    _ peer: SQLitePeer
  ) throws(BenchFailure) -> [Reading] {
    var loads: [LoadResult] = []
    var (processor, single, grouped): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<settings.rounds {
      let before = ProcessFigures.processorSeconds([server.process.pid])
      let result = try load.run(.time(settings.roundTime))
      let spent = ProcessFigures.processorSeconds([server.process.pid]) - before
      loads.append(result)
      processor.append(spent / Double(result.requestCount))
      single.append(try peer.rowsPerSecond(rowsPerCommit: 1, settings.roundTime))
      grouped.append(
        try peer.rowsPerSecond(rowsPerCommit: connectionCount, settings.roundTime))
    }
    let name = "\(QueueMeasure.submits.rawValue)"
    let circumstances = "\(connectionCount) conn."
    let submits = Samples(loads.map(\.requestsPerSecond))
    return [
      Reading(
        name, "\(circumstances), submits, beside SQLite with a row a commit", .perSecond,
        ours: submits, peer: Samples(single), target: .valueAtLeast(8000)),
      Reading(
        name, "\(circumstances), submits, beside \(connectionCount) rows a commit", .perSecond,
        ours: submits, peer: Samples(grouped)),
      Reading(
        name, "\(circumstances), p50", .seconds, ours: Samples(loads.map { $0.latency(0.5) })),
      Reading(
        name, "\(circumstances), p99", .seconds, ours: Samples(loads.map { $0.latency(0.99) })),
      Reading(
        name, "\(circumstances), server's CPU time per submit", .seconds,
        ours: Samples(processor)),
    ]
  }
}
