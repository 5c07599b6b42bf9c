// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import Testing

@Suite("A schedule of webhooks") struct WebhookScheduleTests {
  private static let ended = Timestamp(microseconds: 1_800_000_000_000_000)

  /// The seconds from the end of the request to each try, if each is answered with this status at
  /// once.
  private func tries(
    _ schedule: WebhookSchedule, status: Int? = 500, lifetime: Duration = .seconds(3600),
    seed: UInt64 = 1
  ) -> [Double] {
    var moments = [Self.ended]
    while let last = moments.last {
      var generator = SeededGenerator(seed: seed, key: "\(moments.count)")
      let failure = WebhookSchedule.Failure(
        tryCount: moments.count, began: last, status: status,
        expiry: Self.ended.advanced(by: lifetime))
      guard let next = schedule.nextTry(after: failure, using: &generator) else { break }
      moments.append(next)
    }
    return moments.map { Self.ended.duration(to: $0).seconds }
  }

  @Test("tries ten times in two hours with growing pauses, as documented")
  func documented() {
    let tries = tries(.documented)
    #expect(tries.count == 10)
    #expect(tries.last == 7200)
    let pauses = zip(tries, tries.dropFirst()).map { $1 - $0 }
    #expect(pauses == pauses.sorted())
    #expect(self.tries(.documented, status: 302) == tries)
    #expect(self.tries(.documented, status: nil, lifetime: .seconds(1)) == tries)
  }

  @Test("tries every one to two minutes until the result expires, as observed", arguments: 0..<20)
  func observed(seed: UInt64) {
    for lifetime in [3600.0, 360, 0] {
      let tries = tries(.observed, lifetime: .seconds(lifetime), seed: seed)
      let pauses = zip(tries, tries.dropFirst()).map { $1 - $0 }
      #expect(pauses.allSatisfy { (60...120).contains($0) })
      #expect(tries.dropFirst().allSatisfy { $0 < lifetime })
      #expect(tries.count <= 32)
      #expect((tries.last ?? 0) > lifetime - 121 || tries.count == 32)
      #expect(self.tries(.observed, lifetime: .seconds(lifetime), seed: seed) == tries)
    }
  }

  @Test("ends with a redirect, as observed", arguments: [299, 300, 307, 399, 400])
  func redirect(status: Int) {
    #expect((tries(.observed, status: status).count == 1) == (300..<400).contains(status))
  }
}
