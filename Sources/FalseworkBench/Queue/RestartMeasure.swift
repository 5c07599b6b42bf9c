// Falsework
// SPDX-License-Identifier: MIT

/// How long a server takes to answer that was killed while many requests were live.
enum RestartMeasure {
  private static let retryTime = Duration.microseconds(100)
  private static let endTimeout = Duration.seconds(120)
  private static let variants: [(name: String, arguments: [String])] = [
    ("each with its own runner", []), ("with 4 runners", ["--runners", "4"]),
  ]

  static func readings(_ settings: QueueSettings) throws(BenchFailure) -> [Reading] {
    try TemporaryFolder.with { folder throws(BenchFailure) in
      settings.console.complain("restart: filling a state with \(settings.liveCount) requests")
      try FalseworkServer.with(settings.program, .lifelike, in: folder) {
        server throws(BenchFailure) in
        for _ in 0..<10 { _ = try server.submit() }
      }
      let state = StateFile(in: folder)
      try state.multiplyRequests(to: settings.liveCount, .waiting)
      // An original ends soon; whatever lies in the middle is a copy, unless there are only few.
      let ids = try state.requestIDs(countMax: settings.liveCount)
      let id = ids[ids.count / 2]
      var readings: [Reading] = []
      for variant in variants {
        settings.console.complain("restart: \(variant.name)")
        var values: [Double] = []
        for _ in 0..<settings.rounds {
          values.append(
            try secondsToAnswer(
              FalseworkServer.status(of: id), settings.program, variant.arguments, folder))
        }
        readings.append(
          Reading(
            QueueMeasure.restart.rawValue,
            "exec to the first status of \(settings.liveCount) live requests, \(variant.name)",
            .seconds, ours: Samples(values), target: .valueAtMost(2)))
      }
      return readings
    }
  }

  private static func secondsToAnswer(
    _ request: WireRequest, _ program: String, _ arguments: [String], _ folder: TemporaryFolder
  ) throws(BenchFailure) -> Double {
    let port = try ClientSocket.freePort()
    let begin = BenchClock.now
    let process = try FalseworkServer.start(
      program, port: port, in: folder, FalseworkServer.Timing.lifelike.arguments + arguments)
    defer { process.stop() }
    let end = begin + endTimeout.nanoseconds
    while BenchClock.now < end {
      if let reply = try? Exchange.perform(request, port: port) {
        guard reply.status == 202 else {
          throw BenchFailure("a live request was answered \(reply.status), not 202")
        }
        return Double(BenchClock.now - begin) / 1e9
      }
      if process.hasEnded { throw process.earlyEnd }
      BenchClock.nap(retryTime)
    }
    throw BenchFailure("falsework did not answer on port \(port): \(process.lastWords)")
  }
}
