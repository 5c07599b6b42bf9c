// Falsework
// SPDX-License-Identifier: MIT

internal import HeapModule

/// Something that has at most one deadline.
package protocol DeadlineHolder: AnyObject {
  /// When it wants to be told; may change at any time.
  var deadline: UInt64? { get }
  /// The time of the one entry in the queue that counts; the queue's own note.
  var queuedDeadline: UInt64? { get set }
  func deadlinePassed()
}

/// The deadlines of an event loop, the earliest first.
///
/// A holder's deadline may move later without touching the queue: an entry whose holder's deadline
/// lies ahead goes back in when its time has come. An entry that an earlier one has replaced, or
/// whose holder is gone, says nothing; such entries are thrown out before they outnumber the rest.
package struct DeadlineQueue {
  private struct Entry: Comparable {
    let time: UInt64
    weak var holder: (any DeadlineHolder)?

    var counts: Bool { holder.map { $0.queuedDeadline == time } ?? false }

    static func < (left: Entry, right: Entry) -> Bool { left.time < right.time }
    static func == (left: Entry, right: Entry) -> Bool { left.time == right.time }
  }

  private static let cleaningCountMin = 1024

  private var heap = Heap<Entry>()
  private var cleaningCount = Self.cleaningCountMin

  package init() {}

  package var count: Int { heap.count }
  /// The time at which to ask for what is due.
  package var earliest: UInt64? { heap.min?.time }

  /// Takes note of the holder's deadline, unless an entry already comes before it.
  package mutating func watch(_ holder: any DeadlineHolder) {
    guard let deadline = holder.deadline else { return }
    if let queued = holder.queuedDeadline, queued <= deadline { return }
    holder.queuedDeadline = deadline
    if heap.count >= cleaningCount { clean() }
    heap.insert(Entry(time: deadline, holder: holder))
  }

  /// Takes out one holder whose deadline has passed; nil when there is none.
  package mutating func popDue(at now: UInt64) -> (any DeadlineHolder)? {
    while let entry = heap.min, entry.time <= now {
      heap.removeMin()
      guard entry.counts, let holder = entry.holder else { continue }
      holder.queuedDeadline = nil
      if let deadline = holder.deadline, deadline <= now { return holder }
      watch(holder)
    }
    return nil
  }

  private mutating func clean() {
    heap = Heap(heap.unordered.filter(\.counts))
    cleaningCount = max(Self.cleaningCountMin, 2 * heap.count)
  }
}
