// Falsework
// SPDX-License-Identifier: MIT

/// How long a new server takes to answer, and how much memory it then rests with.
enum StartMeasure {
  private static let startCount = 11
  private static let restTime = Duration.milliseconds(500)
  private static let retryTime = Duration.microseconds(100)

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.start.rawValue
    settings.console.complain("\(name): \(startCount) starts")
    var (first, again, bytes): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<startCount {
      try TemporaryFolder.with { folder throws(BenchFailure) in
        first.append(try start(settings.program, folder).seconds)
        let second = try start(settings.program, folder)
        again.append(second.seconds)
        bytes.append(second.bytes)
      }
    }
    return [
      Reading(
        name, "exec to first reply, new state folder", .seconds, ours: Samples(first),
        target: .valueAtMost(0.05)),
      Reading(
        name, "exec to first reply, existing state folder", .seconds, ours: Samples(again)),
      Reading(
        name, "memory at rest", .bytes, ours: Samples(bytes), target: .valueAtMost(25_000_000)),
    ]
  }

  /// Starts a server, asks for its health until it answers, and lets it rest.
  private static func start(
    _ program: String, _ folder: TemporaryFolder
  ) throws(BenchFailure) -> (seconds: Double, bytes: Double) {
    // A port that is known before the start is asked at once; with port 0 we would have to wait
    // for the file that says which it is.
    let port = try ClientSocket.freePort()
    let begin = BenchClock.now
    let process = try FalseworkServer.start(program, port: port, in: folder)
    defer { process.stop() }
    try waitForHealth(process, port, since: begin)
    let seconds = Double(BenchClock.now - begin) / 1e9
    BenchClock.nap(restTime)
    return (seconds, Double(ProcessFigures.residentBytes([process.pid])))
  }

  private static func waitForHealth(
    _ process: ChildProcess, _ port: Int, since begin: UInt64
  ) throws(BenchFailure) {
    let end = begin + FalseworkServer.startTimeout.nanoseconds
    while BenchClock.now < end {
      let reply = try? Exchange.perform(FalseworkServer.healthRequest, port: port)
      if reply?.status == 200 { return }
      if process.hasEnded { throw process.earlyEnd }
      BenchClock.nap(retryTime)
    }
    throw BenchFailure("falsework did not answer on port \(port): \(process.lastWords)")
  }
}
