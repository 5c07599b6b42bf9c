// Falsework
// SPDX-License-Identifier: MIT

/// A reader of the chunked coding (RFC 9112 §7.1).
///
/// Theory of operation: each state waits for one thing and leads to the next.
///
///     sizeLine ──size > 0──▶ data ──all taken──▶ terminator ──CRLF──▶ sizeLine
///         └─────size = 0──▶ trailers ──empty line──▶ done
///
/// Extensions are bounded over the whole message and ignored, trailers are validated and dropped.
///
/// Deviation: RFC 9112 §7.1.1 lets whitespace stand before an extension; it is refused, because
/// implementations disagree on what it means there.
struct ChunkedReader: Sendable {
  private enum State: Sendable {
    case sizeLine
    case data(remaining: Int)
    case terminator
    indirect case trailers(FieldSectionReader)
    case done
  }

  private var state = State.sizeLine
  private var contentBytesMax: Int
  private var contentBytesLeft: Int
  private var extensionBytesLeft: Int

  private static let sizeDigitsMax = 16

  init(limits: HTTPLimits) {
    self.contentBytesMax = limits.bodyBytesMax
    self.contentBytesLeft = limits.bodyBytesMax
    self.extensionBytesLeft = limits.chunkExtensionBytesMax
  }

  /// Narrows the bound of content of which nothing was read.
  mutating func limit(to bytesMax: Int) {
    contentBytesMax = bytesMax
    contentBytesLeft = bytesMax
  }

  mutating func next(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) -> ContentReader.Step {
    while true {
      switch state {
      case .sizeLine:
        guard try readSizeLine(&buffer, limits) else { return .incomplete }
      case .data(let remaining):
        if buffer.isEmpty { return .incomplete }
        let bytes = buffer.take(atMost: remaining)
        state = bytes.count == remaining ? .terminator : .data(remaining: remaining - bytes.count)
        return .bytes(bytes)
      case .terminator:
        guard try readTerminator(&buffer) else { return .incomplete }
      case .trailers(var reader):
        state = .done
        if case .complete = try reader.read(&buffer, limits) { return .end }
        state = .trailers(reader)
        return .incomplete
      case .done: return .end
      }
    }
  }

  /// Returns whether the line was there.
  private mutating func readSizeLine(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) -> Bool {
    let lineBytesMax = Self.sizeDigitsMax + extensionBytesLeft + ASCII.lineEnding.count
    switch buffer.nextLine(byteCountMax: lineBytesMax) {
    case .incomplete: return false
    case .tooLong: throw .chunkExtensionsTooLong(limit: limits.chunkExtensionBytesMax)
    case .bareLineFeed: throw .bareLineFeed
    case .complete(let byteCount):
      let line = try buffer.withBytes(byteCount) { line throws(HTTPMessageFault) in
        try ChunkSizeLine(line)
      }
      try accept(line, limits)
      buffer.consume(byteCount + ASCII.lineEnding.count)
      return true
    }
  }

  private mutating func accept(
    _ line: ChunkSizeLine, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) {
    guard line.extensionByteCount <= extensionBytesLeft else {
      throw .chunkExtensionsTooLong(limit: limits.chunkExtensionBytesMax)
    }
    guard line.size <= contentBytesLeft else {
      throw .contentTooLarge(limit: contentBytesMax)
    }
    extensionBytesLeft -= line.extensionByteCount
    contentBytesLeft -= line.size
    state =
      line.size > 0
      ? .data(remaining: line.size) : .trailers(FieldSectionReader(trailersWithin: limits))
  }

  /// Returns whether the line ending was there.
  private mutating func readTerminator(
    _ buffer: inout ReceiveBuffer
  ) throws(HTTPMessageFault) -> Bool {
    let isTerminator = buffer.withBytes(min(buffer.count, ASCII.lineEnding.count)) {
      ASCII.lineEnding.starts(with: $0)
    }
    guard isTerminator else { throw .unterminatedChunk }
    guard buffer.count >= ASCII.lineEnding.count else { return false }
    buffer.consume(ASCII.lineEnding.count)
    state = .sizeLine
    return true
  }
}

/// The line before the data of a chunk.
private struct ChunkSizeLine {
  let size: Int
  let extensionByteCount: Int

  init(_ line: UnsafeBufferPointer<UInt8>) throws(HTTPMessageFault) {
    var size = 0
    var index = 0
    while index < line.count, let digit = ASCII.hexadecimal(line[index]) {
      // A size that does not fit is refused rather than wrapped (RFC 9112 §7.1).
      guard size <= Int.max >> 4 else { throw .malformedChunkSize }
      size = size << 4 | Int(digit)
      index += 1
    }
    guard index > 0, index == line.count || line[index] == ASCII.semicolon else {
      throw .malformedChunkSize
    }
    for byte in line[index...] where !ASCII.isFieldText(byte) {
      throw byte == ASCII.carriageReturn ? .bareCarriageReturn : .malformedChunkExtension
    }
    self.size = size
    self.extensionByteCount = line.count - index
  }
}
