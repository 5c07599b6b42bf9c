// Falsework
// SPDX-License-Identifier: MIT

/// Finds the ends of responses in what a connection receives, at any cut.
///
/// It reads no more than a load generator must know: the status and the length of the content,
/// which must be given. The content itself is counted, not kept.
package struct ResponseReader: Sendable {
  /// What is known after some bytes.
  package enum Progress: Sendable, Equatable {
    case incomplete
    case complete(Reply)
  }

  /// One response that is there as a whole.
  package struct Reply: Sendable, Equatable {
    package let status: Int
    package let contentBytes: Int
    /// The bytes received beyond the end of the response.
    package let surplusBytes: Int

    package init(status: Int, contentBytes: Int, surplusBytes: Int) {
      self.status = status
      self.contentBytes = contentBytes
      self.surplusBytes = surplusBytes
    }
  }

  /// The longest head that is read.
  package static let headBytesMax = 16 * 1024

  private enum State {
    case head
    case content(status: Int, length: Int, missing: Int)
  }

  private var state = State.head
  /// The beginning of a head that came in pieces.
  private var partialHead: [UInt8] = []

  /// Creates a reader that expects the first response.
  package init() {}

  /// Takes bytes, and is ready for the next response after a complete one.
  package mutating func receive(
    _ bytes: UnsafeRawBufferPointer
  ) throws(ResponseFault) -> Progress {
    switch state {
    case .content(let status, let length, let missing):
      return take(bytes.count, status, length, missing)
    case .head where partialHead.isEmpty:
      return try receiveHead(bytes)
    case .head:
      let whole = partialHead + bytes
      partialHead.removeAll()
      return try whole.withUnsafeBufferPointer { buffer throws(ResponseFault) in
        try receiveHead(UnsafeRawBufferPointer(buffer))
      }
    }
  }

  /// Takes everything from the beginning of a head on.
  private mutating func receiveHead(
    _ bytes: UnsafeRawBufferPointer
  ) throws(ResponseFault) -> Progress {
    guard let head = try ResponseHead(bytes) else {
      guard bytes.count <= Self.headBytesMax else { throw .headTooLong }
      partialHead = Array(bytes)
      return .incomplete
    }
    guard head.headBytes <= Self.headBytesMax else { throw .headTooLong }
    return take(bytes.count - head.headBytes, head.status, head.contentBytes, head.contentBytes)
  }

  private mutating func take(
    _ available: Int, _ status: Int, _ length: Int, _ missing: Int
  ) -> Progress {
    guard available >= missing else {
      state = .content(status: status, length: length, missing: missing - available)
      return .incomplete
    }
    state = .head
    return .complete(
      Reply(status: status, contentBytes: length, surplusBytes: available - missing))
  }
}
