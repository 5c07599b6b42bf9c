// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract

/// Runs drills side by side.
struct DrillSquad: Sendable {
  let runner: DrillRunner
  /// How many run at a time.
  let size: Int
  let console: Console

  /// Runs all drills; their verdicts come in the order of the drills.
  func run(_ drills: [PlannedDrill]) async throws -> [DrillVerdict] {
    let progress = DrillProgress(count: drills.count, console)
    return try await withThrowingTaskGroup(of: (Int, DrillVerdict).self) { group in
      var verdicts = [DrillVerdict?](repeating: nil, count: drills.count)
      // The longest begin first, so that nothing waits for them at the end.
      let order = drills.enumerated().sorted { $0.element.isLong && !$1.element.isLong }
      var waiting = order.makeIterator()
      for _ in 0..<size {
        if let (index, drill) = waiting.next() {
          group.addTask { (index, try await runner.judged(drill)) }
        }
      }
      while let (done, verdict) = try await group.next() {
        verdicts[done] = verdict
        progress.show(verdict.drill)
        if let (index, drill) = waiting.next() {
          group.addTask { (index, try await runner.judged(drill)) }
        }
      }
      return verdicts.compactMap(\.self)
    }
  }
}

extension PlannedDrill {
  /// Whether a client that does well takes a good part of its time.
  fileprivate var isLong: Bool { drill.expectations.contains { $0.demand == .ending } }
}

extension DrillRunner {
  /// Runs the client through a drill, and judges it.
  func judged(_ planned: PlannedDrill) async throws -> DrillVerdict {
    Contract.queue.judge(try await run(planned), of: planned.drill)
  }
}
