// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// A reader of field lines up to the empty line that ends their section.
struct FieldSectionReader: Sendable {
  enum Section: Sendable {
    case head
    case trailers
  }

  enum Step {
    case incomplete
    case complete
  }

  private let section: Section
  private var bytesLeft: Int
  private(set) var fields = HTTPFields()
  private(set) var notes = HeadNotes()

  private static let fieldCountTypical = 16

  /// Creates a reader for what follows a start line of this many bytes, its CRLF counted.
  init(headAfter startLineByteCount: Int, limits: HTTPLimits) {
    self.section = .head
    self.bytesLeft = limits.headBytesMax - startLineByteCount
    self.fields.reserveCapacity(Self.fieldCountTypical)
  }

  /// Creates a reader for the trailer section of chunked content.
  init(trailersWithin limits: HTTPLimits) {
    self.section = .trailers
    self.bytesLeft = limits.trailerBytesMax
  }

  /// Reads as many lines as are complete.
  mutating func read(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPMessageFault) -> Step {
    while true {
      switch buffer.nextLine(byteCountMax: bytesLeft) {
      case .incomplete: return .incomplete
      case .tooLong: throw tooLarge(limits)
      case .bareLineFeed: throw .bareLineFeed
      case .complete(byteCount: 0):
        buffer.consume(ASCII.lineEnding.count)
        return .complete
      case .complete(let byteCount):
        if fields.count >= limits.fieldCountBound {
          throw .tooManyFields(limit: limits.fieldCountBound)
        }
        try buffer.withBytes(byteCount) { line throws(HTTPMessageFault) in try take(line) }
        buffer.consume(byteCount + ASCII.lineEnding.count)
        bytesLeft -= byteCount + ASCII.lineEnding.count
      }
    }
  }

  private mutating func take(_ line: UnsafeBufferPointer<UInt8>) throws(HTTPMessageFault) {
    let line = try FieldLine(line)
    fields.append(line.field)
    switch section {
    case .head: try notes.note(line.role, line.value)
    // A trailer must not change how the message is framed or routed (RFC 9110 §6.5.1).
    case .trailers: break
    }
  }

  private func tooLarge(_ limits: HTTPLimits) -> HTTPMessageFault {
    switch section {
    case .head: .headTooLarge(limit: limits.headBytesMax)
    case .trailers: .trailersTooLarge(limit: limits.trailerBytesMax)
    }
  }
}
