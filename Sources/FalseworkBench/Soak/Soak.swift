// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkTLS

/// A soak of one server: warm up, rest, soak, rest, compare.
struct Soak {
  let server: FalseworkServer
  let duration: Duration
  let clientCount: Int
  let seed: UInt64
  let console: Console

  private static let warmUpTime = Duration.seconds(15)
  private static let progressInterval = Duration.seconds(30)
  /// A little longer than the longest that a script holds.
  private static let patience = SoakScript.holdMax + .seconds(30)

  func run() throws(BenchFailure) -> BenchVerdict {
    let targets = try targets()
    let trust = try TLSClientContext.trusting(server.certificateFile)
    console.complain("soak: warming up")
    let warmUp = try SoakCrowd(
      port: server.port, trust: trust, targets: targets, clientCount: clientCount, seed: ~seed)
    try warmUp.mingle(until: BenchClock.now + Self.warmUpTime.nanoseconds)
    try warmUp.disperse(within: Self.patience)
    let before = Footprint.atRest(of: server)

    let crowd = try SoakCrowd(
      port: server.port, trust: trust, targets: targets, clientCount: clientCount, seed: seed)
    try mingle(crowd)
    try crowd.disperse(within: Self.patience)
    console.complain("soak: waiting for the server to rest")
    return try verdict(crowd.tally, before, Footprint.atRest(of: server))
  }

  private func targets() throws(BenchFailure) -> SoakTargets {
    let accepted = try server.submit()
    let file = WireRequest.get(try server.meshPath(of: accepted))
    return SoakTargets(
      status: FalseworkServer.authorized(accepted.statusPath),
      result: FalseworkServer.authorized(accepted.resultPath), file: file,
      fileBytes: try Exchange.content(of: file, port: server.port).count)
  }

  private func mingle(_ crowd: SoakCrowd) throws(BenchFailure) {
    let start = BenchClock.now
    let end = start + duration.nanoseconds
    var next = start
    while next < end {
      next = min(end, next + Self.progressInterval.nanoseconds)
      try crowd.mingle(until: next)
      let (seconds, footprint) = ((next - start) / 1_000_000_000, Footprint(of: server))
      console.complain(
        "soak: \(seconds) s, \(crowd.tally.finishedCount) clients done, \(crowd.openCount) there, "
          + "\(crowd.tally.troubleCount) troubles; \(footprint.descriptors) descriptors, "
          + "\(footprint.threads) threads, \(Unit.bytes.text(Double(footprint.residentBytes)))")
    }
  }

  private func verdict(
    _ tally: SoakTally, _ before: Footprint, _ after: Footprint
  ) throws(BenchFailure) -> BenchVerdict {
    let comparisons = after.compared(to: before)
    var findings = tally.complaints
    if tally.troubleCount > findings.count {
      findings.append("… and \(tally.troubleCount - findings.count) more of that kind")
    }
    findings += comparisons.filter(\.isLeak).map { "\($0.name) were left behind" }
    if let first = server.process.complaints.first {
      findings.append("the server logged errors, first: \(first)")
    }
    _ = try Exchange.content(of: FalseworkServer.healthRequest, port: server.port)
    console.write(table(comparisons))
    console.write(
      "\n\(tally.finishedCount) clients, seed \(seed); the server still answers; "
        + (findings.isEmpty ? "no findings" : "findings:"))
    for finding in findings { console.write("- \(finding)") }
    if tally.excusedCount > 0 {
      console.write(
        "The bench stood still for a while; \(tally.excusedCount) clients do not count.")
    }
    return findings.isEmpty ? .clean : .faulty
  }

  private func table(_ comparisons: [Footprint.Comparison]) -> String {
    var table = TextTable([
      ("held by the server", .left), ("before", .right), ("after", .right),
      ("tolerated", .right), ("", .left),
    ])
    for line in comparisons {
      table.add([
        line.name, line.unit.text(Double(line.before)), line.unit.text(Double(line.after)),
        "+" + line.unit.text(Double(line.tolerance)), line.isLeak ? "LEAK" : "fine",
      ])
    }
    return table.text
  }
}
