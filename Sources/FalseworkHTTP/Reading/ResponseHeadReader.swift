// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// A reader of one response head: status line, fields, empty line.
struct ResponseHeadReader: Sendable {
  private enum Progress: Sendable {
    case statusLine
    case fields(StatusLine, FieldSectionReader)
  }

  struct Head {
    let head: HTTPResponseHead
    let framing: HTTPResponseFraming
    let keepsAlive: Bool
  }

  private let method: HTTPRequest.Method
  private var progress = Progress.statusLine

  /// Creates a reader for the response to a request with the method given.
  init(method: HTTPRequest.Method) {
    self.method = method
  }

  var isBeforeStatusLine: Bool {
    switch progress {
    case .statusLine: true
    case .fields: false
    }
  }

  /// Reads what is complete; returns nil until the whole head is.
  mutating func read(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPResponseFailure.Reason) -> Head? {
    if case .statusLine = progress {
      guard try readStatusLine(&buffer, limits) else { return nil }
    }
    guard case .fields(let line, var fields) = progress else { return nil }
    // The enum must not hold a second reference while the fields grow.
    progress = .statusLine
    do throws(HTTPMessageFault) {
      guard case .complete = try fields.read(&buffer, limits) else {
        progress = .fields(line, fields)
        return nil
      }
      return try head(line, fields)
    } catch {
      throw .message(error)
    }
  }

  /// Returns whether the line was there.
  private mutating func readStatusLine(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPResponseFailure.Reason) -> Bool {
    let limit = limits.startLineBytesMax
    switch buffer.nextLine(byteCountMax: limit + ASCII.lineEnding.count) {
    case .incomplete: return false
    case .tooLong: throw .statusLineTooLong(limit: limit)
    case .bareLineFeed: throw .message(.bareLineFeed)
    case .complete(let byteCount):
      let line = try buffer.withBytes(byteCount) { bytes throws(HTTPResponseFailure.Reason) in
        try StatusLine(bytes)
      }
      let lineByteCount = byteCount + ASCII.lineEnding.count
      buffer.consume(lineByteCount)
      progress = .fields(line, FieldSectionReader(headAfter: lineByteCount, limits: limits))
      return true
    }
  }

  private func head(
    _ line: StatusLine, _ fields: FieldSectionReader
  ) throws(HTTPMessageFault) -> Head {
    let framing = try framing(line, fields.notes)
    return Head(
      head: HTTPResponseHead(status: line.status, fields: fields.fields), framing: framing,
      keepsAlive: framing != .untilClose && fields.notes.keepsAlive(line.version))
  }

  /// The framing by the order of RFC 9112 §6.3.
  private func framing(
    _ line: StatusLine, _ notes: HeadNotes
  ) throws(HTTPMessageFault) -> HTTPResponseFraming {
    if method == .connect, line.status.kind == .successful { return .tunnel }
    if method == .head || line.status.kind == .informational || [204, 304].contains(line.status) {
      return .none
    }
    switch try notes.framing(line.version) {
    case .none?, .length(0)?: return .none
    case .length(let length)?: return .length(length)
    case .chunked?: return .chunked
    case nil: return .untilClose
    }
  }
}
