// Falsework
// SPDX-License-Identifier: MIT

/// A reader of the content of a message, whatever its framing.
struct ContentReader: Sendable {
  enum Step {
    case bytes([UInt8])
    case end
    case incomplete
  }

  private enum Framing: Sendable {
    case length(remaining: Int)
    indirect case chunked(ChunkedReader)
    case untilClose(remainingMax: Int)
  }

  private var framing: Framing
  /// The count of content bytes that were handed out.
  private(set) var receivedCount = 0

  init(_ framing: HTTPResponseFraming, limits: HTTPLimits) throws(HTTPMessageFault) {
    switch framing {
    case .none, .tunnel: self.framing = .length(remaining: 0)
    case .chunked: self.framing = .chunked(ChunkedReader(limits: limits))
    case .untilClose: self.framing = .untilClose(remainingMax: limits.bodyBytesMax)
    case .length(let length):
      if length > limits.bodyBytesMax { throw .contentTooLarge(limit: limits.bodyBytesMax) }
      self.framing = .length(remaining: length)
    }
  }

  /// Narrows the bound of content of which nothing was handed out.
  mutating func limit(to bytesMax: Int) throws(HTTPMessageFault) {
    switch framing {
    case .length(let remaining):
      if remaining > bytesMax { throw .contentTooLarge(limit: bytesMax) }
    case .chunked(var reader):
      reader.limit(to: bytesMax)
      framing = .chunked(reader)
    case .untilClose:
      framing = .untilClose(remainingMax: bytesMax)
    }
  }

  /// The count of bytes still to come; nil where only the end itself will tell.
  var remainingCount: Int? {
    switch framing {
    case .length(let remaining): remaining
    case .chunked, .untilClose: nil
    }
  }

  /// The count of all bytes; nil where only the end itself will tell.
  var expectedCount: Int? {
    remainingCount.map { $0 + receivedCount }
  }

  mutating func next(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) -> Step {
    let step = try advance(&buffer, limits)
    if case .bytes(let bytes) = step { receivedCount += bytes.count }
    return step
  }

  private mutating func advance(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) -> Step {
    switch framing {
    case .length(remaining: 0): return .end
    case .length(let remaining):
      if buffer.isEmpty { return .incomplete }
      let bytes = buffer.take(atMost: remaining)
      framing = .length(remaining: remaining - bytes.count)
      return .bytes(bytes)
    case .chunked(var reader):
      // The enum must not hold a second reference while the reader is changed.
      framing = .length(remaining: 0)
      defer { framing = .chunked(reader) }
      return try reader.next(&buffer, limits)
    case .untilClose(let remainingMax):
      if buffer.isEmpty { return buffer.isAtEnd ? .end : .incomplete }
      if remainingMax == 0 { throw .contentTooLarge(limit: limits.bodyBytesMax) }
      let bytes = buffer.take(atMost: remainingMax)
      framing = .untilClose(remainingMax: remainingMax - bytes.count)
      return .bytes(bytes)
    }
  }
}
