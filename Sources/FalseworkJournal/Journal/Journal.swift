// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// The last exchanges, as many as a budget of bytes holds.
///
/// A copy of a journal costs next to nothing and does not change: whoever wants to search or
/// export takes one and works on it while others record. Entries are kept and let go of in blocks
/// of up to 64, so recording costs the same however much is kept.
public struct Journal: Sendable {
  /// The budget unless another is given: 16 MiB.
  public static let bytesMaxDefault = 16 << 20
  /// The most entries that a page has unless another limit is given.
  public static let pageEntriesMax = 1000

  /// The most bytes of memory that are kept; with 0 nothing is.
  public let bytesMax: Int
  /// The bytes of memory that the entries take, estimated no lower than they are.
  public private(set) var byteCount = 0
  /// The number of entries that are kept.
  public private(set) var count = 0
  /// How many entries had to go for newer ones.
  public private(set) var evictedCount = 0
  /// The position of the entry that was recorded last; 0 before the first one.
  public private(set) var lastPosition = 0

  private var blocks: [Block] = []
  private let blockEntriesMax: Int

  private struct Block {
    var entries: [JournalEntry] = []
    var byteCount = 0
  }

  /// What is known of the oldest entry that is kept.
  public struct Oldest: Sendable, Hashable {
    /// The exchange.
    public let id: Int
    /// Where it stands in the order of recording.
    public let position: Int
    /// When its request arrived, by the mock's clock.
    public let arrived: Timestamp
  }

  /// Creates an empty journal.
  public init(bytesMax: Int = Journal.bytesMaxDefault) {
    self.bytesMax = max(0, bytesMax)
    // A block goes as a whole, so a small journal has small ones.
    let entryBytesTypical = 4096
    blockEntriesMax = min(64, max(1, bytesMax / entryBytesTypical / 16))
  }

  /// The oldest entry; `nil` where there is none.
  public var oldest: Oldest? {
    blocks.first?.entries.first.map {
      Oldest(id: $0.id, position: $0.position, arrived: $0.times.arrived)
    }
  }

  /// Keeps an entry and returns its position; older ones go where there is no room.
  @discardableResult
  public mutating func record(_ entry: consuming JournalEntry) -> Int {
    lastPosition += 1
    entry.position = lastPosition
    let bytes = entry.footprint
    while byteCount + bytes > bytesMax, let first = blocks.first {
      byteCount -= first.byteCount
      count -= first.entries.count
      evictedCount += first.entries.count
      blocks.removeFirst()
    }
    guard bytes <= bytesMax else {
      evictedCount += 1
      return lastPosition
    }
    append(entry, bytes)
    return lastPosition
  }

  private mutating func append(_ entry: consuming JournalEntry, _ bytes: Int) {
    if blocks.last.map({ $0.entries.count >= blockEntriesMax }) ?? true {
      var block = Block()
      block.entries.reserveCapacity(blockEntriesMax)
      blocks.append(block)
    }
    let last = blocks.count - 1
    blocks[last].entries.append(entry)
    blocks[last].byteCount += bytes
    byteCount += bytes
    count += 1
  }

  /// Lets go of all entries, or of those that a filter takes; positions and ids go on.
  ///
  /// These do not count as evicted.
  public mutating func remove(matching filter: JournalFilter = .all) {
    let kept = filter == .all ? [] : blocks.flatMap(\.entries).filter { !filter.matches($0) }
    blocks = []
    (byteCount, count) = (0, 0)
    for entry in kept { append(entry, entry.footprint) }
  }
}

extension Journal {
  /// Returns the entry of an exchange, the latest if there are several; `nil` where it was
  /// evicted or not recorded yet.
  public func entry(id: Int) -> JournalEntry? {
    for block in blocks.reversed() {
      if let entry = block.entries.last(where: { $0.id == id }) { return entry }
    }
    return nil
  }

  /// Returns the first entries after a position that a filter takes, in the order of recording.
  ///
  /// What lies before the position is not looked at.
  public func entries(
    since position: Int = 0, matching filter: JournalFilter = .all,
    limit: Int = Journal.pageEntriesMax
  ) -> JournalPage {
    var found: [JournalEntry] = []
    for block in blocks[firstBlock(after: position)...] {
      for entry in block.entries where entry.position > position && filter.matches(entry) {
        if found.count == limit {
          return JournalPage(entries: found, next: found.last?.position ?? position, isLast: false)
        }
        found.append(entry)
      }
    }
    return JournalPage(entries: found, next: max(position, lastPosition), isLast: true)
  }

  /// The first block whose last entry stands after the position.
  private func firstBlock(after position: Int) -> Int {
    var (low, high) = (0, blocks.count)
    while low < high {
      let middle = (low + high) / 2
      let last = blocks[middle].entries.last?.position ?? 0
      (low, high) = last > position ? (low, middle) : (middle + 1, high)
    }
    return low
  }
}
