// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// Bytes on their way to a socket.
package struct OutputBuffer {
  /// From so many pending bytes on, nothing more is read from the peer or from files.
  package static let pendingBytesMax = 128 * 1024
  /// The capacity that an empty buffer may keep.
  private static let keptCapacityMax = 16 * 1024
  /// From so many bytes on, those that were sent are moved out once they outweigh the rest.
  private static let compactionBytesMin = 64 * 1024

  private var bytes: [UInt8] = []
  private var sent = 0
  /// The count of all bytes that the system has taken.
  package private(set) var sentTotal: UInt64 = 0

  package init() {}

  package var isEmpty: Bool { bytes.isEmpty }
  /// The count of bytes that the system has not taken.
  package var count: Int { bytes.count - sent }
  /// The count of bytes held in memory, pending or not.
  package var storedCount: Int { bytes.count }
  /// Where the stream of all bytes ends that were ever appended.
  package var end: UInt64 { sentTotal + UInt64(count) }

  package mutating func append(_ more: [UInt8]) {
    if bytes.isEmpty {
      bytes = more
    } else {
      compact()
      bytes.append(contentsOf: more)
    }
  }

  /// Lets `body` append in place.
  package mutating func withBytes<Value>(_ body: (inout [UInt8]) -> Value) -> Value {
    compact()
    return body(&bytes)
  }

  package enum Outcome: Equatable {
    /// Everything was taken.
    case drained
    /// The system takes no more for now; some was taken before if `progress`.
    case blocked(progress: Bool)
    /// The connection is gone.
    case failed
  }

  /// Hands as much as possible to the system.
  package mutating func send(to descriptor: CInt) -> Outcome {
    let before = sent
    defer { forgetIfDrained() }
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { bytes in
        Glibc.send(
          descriptor, bytes.baseAddress?.advanced(by: sent), bytes.count - sent,
          CInt(MSG_NOSIGNAL))
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

  private mutating func forgetIfDrained() {
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
