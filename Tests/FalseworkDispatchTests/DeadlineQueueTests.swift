// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import Testing

@Suite("The queue of deadlines")
struct DeadlineQueueTests {
  private final class Holder: DeadlineHolder {
    var deadline: UInt64?
    var queuedDeadline: UInt64?

    init(_ deadline: UInt64?) {
      self.deadline = deadline
    }

    func deadlinePassed() {}
  }

  private func due(_ queue: inout DeadlineQueue, at now: UInt64) -> [UInt64?] {
    var deadlines: [UInt64?] = []
    while let holder = queue.popDue(at: now) as? Holder {
      deadlines.append(holder.deadline)
      holder.deadline = nil
    }
    return deadlines
  }

  @Test("gives what is due, the earliest first")
  func order() {
    var queue = DeadlineQueue()
    let holders = [30, 10, 20, 40].map { Holder($0) }
    for holder in holders { queue.watch(holder) }
    // The queue does not keep its holders alive.
    withExtendedLifetime(holders) {
      #expect(queue.earliest == 10)
      #expect(due(&queue, at: 9) == [])
      #expect(due(&queue, at: 30) == [10, 20, 30])
      #expect(queue.earliest == 40)
    }
  }

  @Test("follows deadlines that move", arguments: [5, 10, 20] as [UInt64])
  func moved(to deadline: UInt64) {
    var queue = DeadlineQueue()
    let holder = Holder(10)
    queue.watch(holder)
    holder.deadline = deadline
    queue.watch(holder)
    #expect(due(&queue, at: deadline - 1) == [])
    #expect(due(&queue, at: deadline) == [deadline])
    #expect(due(&queue, at: 100) == [])
  }

  @Test("keeps one entry for a holder whose deadline moved earlier and then later")
  func replaced() {
    var queue = DeadlineQueue()
    let holder = Holder(20)
    queue.watch(holder)
    holder.deadline = 10
    queue.watch(holder)
    #expect(due(&queue, at: 10) == [10])
    holder.deadline = 50
    queue.watch(holder)
    #expect(due(&queue, at: 20) == [])
    #expect(queue.count == 1)
    #expect(due(&queue, at: 50) == [50])
  }

  @Test("forgets deadlines that were given up")
  func givenUp() {
    var queue = DeadlineQueue()
    let holder = Holder(10)
    queue.watch(holder)
    holder.deadline = nil
    queue.watch(holder)
    #expect(due(&queue, at: 100) == [])
    queue.watch(Holder(10))
    #expect(due(&queue, at: 100) == [])
    #expect(queue.earliest == nil)
  }

  @Test("does not grow with holders that are gone, nor with deadlines that move")
  func bounded() {
    var queue = DeadlineQueue()
    let kept = (0..<100).map { Holder(UInt64($0) + 1_000_000) }
    for holder in kept { queue.watch(holder) }
    for index in 0..<50_000 {
      queue.watch(Holder(UInt64(index)))
      kept[0].deadline = UInt64(900_000 - index)
      queue.watch(kept[0])
    }
    #expect(queue.count <= 1024)
    #expect(due(&queue, at: 2_000_000).count == kept.count)
  }
}
