// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// Bytes on their way to a socket and, behind them, perhaps a part of a file.
package struct OutputBuffer {
  /// From so many pending bytes on, nothing more is read from the peer or from files.
  private static let pendingBytesMax = 128 * 1024
  /// The capacity that an empty buffer may keep.
  private static let keptCapacityMax = 16 * 1024
  /// From so many bytes on, those that were sent are moved out once they outweigh the rest.
  private static let compactionBytesMin = 64 * 1024

  private var bytes: [UInt8] = []
  private var sent = 0
  private var file: FileContent?
  /// The count of all bytes that the system has taken.
  package private(set) var sentTotal: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { bytes.isEmpty && file == nil }
  /// The count of bytes that the system has not taken.
  package var count: Int { bytes.count - sent + (file?.count ?? 0) }
  /// The count of bytes held in memory, pending or not.
  package var storedCount: Int { bytes.count }
  /// Whether nothing more should be put in.
  package var isFull: Bool { file != nil || count >= Self.pendingBytesMax }
  /// Where the stream of all bytes ends that were ever appended.
  package var end: UInt64 { sentTotal + UInt64(count) }

  package mutating func append(_ more: [UInt8]) {
    precondition(file == nil, "nothing can follow a file before it is sent")
    if bytes.isEmpty {
      bytes = more
    } else {
      compact()
      bytes.append(contentsOf: more)
    }
  }

  /// Puts what is left of a file behind the bytes.
  package mutating func append(_ content: FileContent) {
    precondition(file == nil, "nothing can follow a file before it is sent")
    if !content.isAtEnd { file = content }
  }

  /// Lets `body` append in place.
  package mutating func withBytes<Value>(_ body: (inout [UInt8]) -> Value) -> Value {
    compact()
    return body(&bytes)
  }

  /// Gives the storage of an empty buffer back, before a long time in which nothing is put in.
  mutating func giveStorageBack() {
    if isEmpty { bytes = [] }
  }

  package enum Outcome: Equatable {
    /// Everything was taken.
    case drained
    /// A piece of the file was taken, and more may be.
    case partly
    /// The system takes no more for now; some was taken before if `progress`.
    case blocked(progress: Bool)
    /// The connection is gone.
    case failed
    /// The file cannot be read to its end.
    case cutShort
  }

  /// Hands as much as possible to the system.
  package mutating func send(to descriptor: CInt) -> Outcome {
    let before = sentTotal
    let outcome = sendBytes(to: descriptor)
    guard outcome == .drained else { return outcome }
    return sendFile(to: descriptor, before)
  }

  private mutating func sendBytes(to descriptor: CInt) -> Outcome {
    let before = sent
    // The head of a file goes out with its first bytes.
    let flags = CInt(file == nil ? MSG_NOSIGNAL : MSG_NOSIGNAL | MSG_MORE)
    defer { forgetSentBytes() }
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.send(
          descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent, flags)
      }
      if count > 0 {
        sent += count
        sentTotal += UInt64(count)
      } else if errno == EAGAIN {
        return .blocked(progress: sent > before)
      } else if errno != EINTR {
        return .failed
      }
    }
    return .drained
  }

  /// Sends one piece of the file: the caller comes back for the next.
  private mutating func sendFile(to descriptor: CInt, _ before: UInt64) -> Outcome {
    guard let file else { return .drained }
    switch file.send(to: descriptor) {
    case .taken(let count): sentTotal += UInt64(count)
    case .blocked: return .blocked(progress: sentTotal > before)
    case .peerGone: return .failed
    case .unreadable: return .cutShort
    }
    if file.isAtEnd { self.file = nil }
    return self.file == nil ? .drained : .partly
  }

  private mutating func forgetSentBytes() {
    guard sent == bytes.count else { return }
    sent = 0
    bytes.removeAll(keepingCapacity: bytes.capacity <= Self.keptCapacityMax)
  }

  /// Keeps the storage of a buffer bounded that is never quite empty.
  private mutating func compact() {
    guard sent >= Self.compactionBytesMin, sent >= count else { return }
    bytes.removeFirst(sent)
    sent = 0
  }
}
