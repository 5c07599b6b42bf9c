// Falsework
// SPDX-License-Identifier: MIT

/// Whether polls are slower where many requests are stored.
enum PollMeasure {
  private static let connectionCount = 64
  private static let fewCount = 100
  /// More than a server has at hand, so that polls of all of them in turn go to the database.
  private static let strangerCount = 40_000

  static func readings(_ settings: QueueSettings) throws(BenchFailure) -> [Reading] {
    try TemporaryFolder.with { fewFolder throws(BenchFailure) in
      try fill(fewFolder, fewCount, settings)
      return try TemporaryFolder.with { manyFolder throws(BenchFailure) in
        try fill(manyFolder, settings.storedCount, settings)
        return try FalseworkServer.with(settings.program, .instant, in: fewFolder) {
          few throws(BenchFailure) in
          try FalseworkServer.with(settings.program, .instant, in: manyFolder) {
            many throws(BenchFailure) in
            try readings(settings, (few, fewFolder), (many, manyFolder))
          }
        }
      }
    }
  }

  private static func fill(
    _ folder: TemporaryFolder, _ count: Int, _ settings: QueueSettings
  ) throws(BenchFailure) {
    settings.console.complain("polls: filling a state with \(count) requests")
    try FalseworkServer.with(settings.program, .instant, in: folder) {
      server throws(BenchFailure) in
      for _ in 0..<10 { _ = try server.submit() }
    }
    try StateFile(in: folder).multiplyRequests(to: count, .alike)
  }

  private static func readings(
    _ settings: QueueSettings, _ few: (FalseworkServer, TemporaryFolder),
    _ many: (FalseworkServer, TemporaryFolder)
  ) throws(BenchFailure) -> [Reading] {
    let crowd = "beside \(settings.storedCount) stored requests and \(fewCount)"
    let recent = try rounds(settings, load(few, fewCount), load(many, fewCount))
    let old = try rounds(settings, load(few, fewCount), load(many, strangerCount))
    let name = QueueMeasure.polls.rawValue
    return [
      Reading(
        name, "\(connectionCount) conn., polls of \(fewCount), \(crowd)", .perSecond,
        ours: recent.many, peer: recent.few, target: .ratioAtLeast(0.9)),
      Reading(
        name, "\(connectionCount) conn., polls of \(strangerCount) that are not at hand, \(crowd)",
        .perSecond, ours: old.many, peer: old.few),
    ]
  }

  /// A load that polls so many of a server's requests in turn.
  private static func load(
    _ server: (FalseworkServer, TemporaryFolder), _ count: Int
  ) throws(BenchFailure) -> LoadGenerator {
    let ids = try StateFile(in: server.1).requestIDs(countMax: count)
    let target = LoadTarget(
      name: "falsework", port: server.0.port, requests: ids.map(FalseworkServer.status),
      status: 200)
    return try LoadGenerator(target, connectionCount: connectionCount)
  }

  private static func rounds(
    _ settings: QueueSettings, _ few: LoadGenerator, _ many: LoadGenerator
  ) throws(BenchFailure) -> (few: Samples, many: Samples) {
    settings.console.complain("polls: \(connectionCount) conn.")
    for load in [few, many] { _ = try load.run(.time(settings.warmUpTime)) }
    var values: ([Double], [Double]) = ([], [])
    for _ in 0..<settings.rounds {
      values.0.append(try few.run(.time(settings.roundTime)).requestsPerSecond)
      values.1.append(try many.run(.time(settings.roundTime)).requestsPerSecond)
    }
    return (Samples(values.0), Samples(values.1))
  }
}
