// Falsework
// SPDX-License-Identifier: MIT

/// Whether memory grows with the requests that have been answered.
enum MemoryMeasure {
  private static let connectionCount = 64
  private static let early = 100_000
  private static let late = 1_000_000

  static func readings(_ settings: HTTPSettings) throws(BenchFailure) -> [Reading] {
    let name = HTTPMeasure.memory.rawValue
    settings.console.complain("\(name): \(late) requests")
    // There is nothing to compare with: nginx keeps nothing of a request.
    return try Arena.with(settings.withoutPeer, .endless) { arena throws(BenchFailure) in
      let load = try LoadGenerator(arena.ours.statusTarget, connectionCount: connectionCount)
      _ = try load.run(.count(early))
      let bytesEarly = Double(ProcessFigures.residentBytes(arena.ours.pids))
      _ = try load.run(.count(late - early))
      let bytesLate = Double(ProcessFigures.residentBytes(arena.ours.pids))
      return [
        Reading(name, "after \(early) requests", .bytes, ours: Samples([bytesEarly])),
        Reading(name, "after \(late) requests", .bytes, ours: Samples([bytesLate])),
        Reading(
          name, "growth", .bytes, ours: Samples([bytesLate - bytesEarly]),
          target: .valueAtMost(10_000_000)),
      ]
    }
  }
}

extension HTTPSettings {
  fileprivate var withoutPeer: HTTPSettings {
    HTTPSettings(
      program: program, rounds: rounds, seconds: seconds, peer: .none, console: console)
  }
}
