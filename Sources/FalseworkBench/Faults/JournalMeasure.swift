// Falsework
// SPDX-License-Identifier: MIT

/// What the journal keeps of very many exchanges, each with a fault, and the server's memory.
enum JournalMeasure {
  private static let connectionCount = 64
  private static let stageCount = 10
  private static let budgetMiB = 16

  static func readings(_ settings: FaultsSettings) throws(BenchFailure) -> [Reading] {
    let (name, count) = (FaultsMeasure.journal.rawValue, settings.exchangeCount)
    settings.console.complain("\(name): \(count) exchanges")
    return try FaultsServer.with(settings, .busy, ["--journal", "\(budgetMiB)"]) {
      server throws(BenchFailure) in
      let load = try LoadGenerator(server.target, connectionCount: connectionCount)
      let pids = [server.server.process.pid]
      var (bytes, memory): ([Double], [Double]) = ([], [])
      // Looked at again and again, as a budget is kept at all times or not at all.
      for stage in 0..<min(stageCount, count) {
        let share = count * (stage + 1) / stageCount - count * stage / stageCount
        if share > 0 { _ = try load.run(.count(share)) }
        bytes.append(try server.metric("falsework_journal_bytes"))
        memory.append(Double(ProcessFigures.residentBytes(pids)))
      }
      let most = bytes.max() ?? 0
      return [
        Reading(
          name, "\(count) exchanges, most bytes kept", .bytes, ours: Samples([most]),
          target: .valueAtMost(Double(budgetMiB << 20))),
        Reading(
          name, "\(count) exchanges, entries kept", .count,
          ours: Samples([try server.metric("falsework_journal_entries")])),
        Reading(
          name, "\(count) exchanges, entries let go of", .count,
          ours: Samples([try server.metric("falsework_journal_evicted_total")])),
        Reading(
          name, "server's memory after a tenth", .bytes, ours: Samples([memory.first ?? 0])),
        Reading(name, "server's memory at the end", .bytes, ours: Samples([memory.last ?? 0])),
      ]
    }
  }
}
