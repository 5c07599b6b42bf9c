// Falsework
// SPDX-License-Identifier: MIT

/// The bytes that came and were not consumed yet.
///
/// A search for a line ending resumes where the last one stopped, and consumed bytes are moved out
/// only once they outweigh the rest. So the work stays linear in the bytes received, however they
/// are cut.
struct ReceiveBuffer: Sendable {
  private var storage: [UInt8] = []
  private var start = 0
  /// The count of unread bytes that are known to hold no LF.
  private var searchedCount = 0

  /// The offset of the first unread byte in the connection's bytes.
  private(set) var position = 0
  /// Whether the peer will send no more.
  private(set) var isAtEnd = false

  private static let compactionBytesMin = 4096
  private static let keptCapacityBytesMax = 16 * 1024

  var count: Int { storage.count - start }
  var isEmpty: Bool { count == 0 }
  var first: UInt8? { isEmpty ? nil : storage[start] }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if start >= Self.compactionBytesMin, start * 2 >= storage.count {
      storage.removeSubrange(..<start)
      start = 0
    }
    storage.append(contentsOf: bytes)
  }

  mutating func end() {
    isAtEnd = true
  }

  /// Forgets the unread bytes and their storage.
  mutating func discard() {
    consume(count)
    storage = []
  }

  mutating func consume(_ byteCount: Int) {
    start += byteCount
    position += byteCount
    searchedCount = max(0, searchedCount - byteCount)
    guard start == storage.count else { return }
    storage.removeAll(keepingCapacity: storage.capacity <= Self.keptCapacityBytesMax)
    start = 0
  }

  /// Consumes at most this many bytes and returns them.
  mutating func take(atMost byteCountMax: Int) -> [UInt8] {
    let taken = Array(storage[start..<start + min(byteCountMax, count)])
    consume(taken.count)
    return taken
  }

  /// Passes the first unread bytes, as many as given, to a closure.
  func withBytes<Result, Failure: Error>(
    _ byteCount: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withUnsafeBufferPointer { bytes throws(Failure) in
      try body(UnsafeBufferPointer(rebasing: bytes[start..<start + byteCount]))
    }
  }
}

extension ReceiveBuffer {
  /// An answer to the question for the next line.
  enum Line {
    /// A line of this many bytes, its CRLF not counted, stands at the start.
    case complete(byteCount: Int)
    case incomplete
    case tooLong
    case bareLineFeed
  }

  /// Looks for a line that is no longer than a bound, its CRLF counted.
  ///
  /// The answer depends on the bytes and the bound alone, not on how the bytes were cut.
  mutating func nextLine(byteCountMax: Int) -> Line {
    let window = min(count, byteCountMax)
    let found = withBytes(window) {
      WordScan.firstIndex(of: ASCII.lineFeed, in: $0, from: min(searchedCount, window))
    }
    searchedCount = max(searchedCount, found)
    guard found < window else { return count >= byteCountMax ? .tooLong : .incomplete }
    guard found > 0, storage[start + found - 1] == ASCII.carriageReturn else {
      return .bareLineFeed
    }
    return .complete(byteCount: found - 1)
  }
}
