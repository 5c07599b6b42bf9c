// Falsework
// SPDX-License-Identifier: MIT

internal import Synchronization

/// Values that took time to make, by the digests of what they were made of.
///
/// Those that were not asked for longest go first when there is no room.
final class Shelf<Value: Sendable>: Sendable {
  private struct Contents {
    var items: [String: Item] = [:]
    var byteCount = 0
    var useCount = 0
  }

  private struct Item {
    let value: Value
    let byteCount: Int
    var lastUse: Int
  }

  private let bytesMax: Int
  private let contents = Mutex(Contents())

  /// Creates an empty shelf for values that take about so many bytes in all.
  init(bytesMax: Int) {
    self.bytesMax = bytesMax
  }

  /// Returns the value that was put under a digest, if it is still there.
  subscript(digest: String) -> Value? {
    contents.withLock { contents in
      contents.useCount += 1
      contents.items[digest]?.lastUse = contents.useCount
      return contents.items[digest]?.value
    }
  }

  /// Puts a value on the shelf; the first one of its digest stays.
  func put(_ value: Value, byteCount: Int, under digest: String) {
    contents.withLock { contents in
      guard contents.items[digest] == nil else { return }
      contents.useCount += 1
      contents.items[digest] = Item(
        value: value, byteCount: byteCount, lastUse: contents.useCount)
      contents.byteCount += byteCount
      while contents.byteCount > bytesMax, contents.items.count > 1,
        let oldest = contents.items.min(by: { $0.value.lastUse < $1.value.lastUse })
      {
        contents.byteCount -= oldest.value.byteCount
        contents.items[oldest.key] = nil
      }
    }
  }
}
