// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// A reader of one request head: request line, fields, empty line.
struct RequestHeadReader: Sendable {
  private enum Progress: Sendable {
    case requestLine(emptyLineCount: Int)
    case fields(RequestLine, FieldSectionReader)
  }

  private var progress = Progress.requestLine(emptyLineCount: 0)

  /// RFC 9112 §2.2 asks for one, because clients of old sent one after the content of a `POST`.
  private static let emptyLineCountMax = 1

  /// Whether nothing of the head was consumed; an empty line before it does not count.
  var isBeforeRequestLine: Bool {
    switch progress {
    case .requestLine: true
    case .fields: false
    }
  }

  /// Whether nothing at all was consumed.
  var isFresh: Bool {
    if case .requestLine(emptyLineCount: 0) = progress { return true }
    return false
  }

  /// Reads what is complete; returns nil until the whole head is.
  mutating func read(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits
  ) throws(HTTPRefusal.Reason) -> HTTPRequestHead? {
    while case .requestLine(let emptyLineCount) = progress {
      guard try readRequestLine(&buffer, limits, emptyLineCount) else { return nil }
    }
    guard case .fields(let line, var fields) = progress else { return nil }
    // The enum must not hold a second reference while the fields grow.
    progress = .requestLine(emptyLineCount: 0)
    do throws(HTTPMessageFault) {
      guard case .complete = try fields.read(&buffer, limits) else {
        progress = .fields(line, fields)
        return nil
      }
    } catch {
      throw .message(error)
    }
    return try Self.head(line, fields)
  }

  /// Returns whether a line was there.
  private mutating func readRequestLine(
    _ buffer: inout ReceiveBuffer, _ limits: HTTPLimits, _ emptyLineCount: Int
  ) throws(HTTPRefusal.Reason) -> Bool {
    // Another protocol, such as TLS, is told at once: its bytes may never hold an LF.
    if let first = buffer.first, !ASCII.isToken(first), !ASCII.lineEnding.contains(first) {
      throw .malformedRequestLine
    }
    let limit = limits.startLineBytesMax
    switch buffer.nextLine(byteCountMax: limit + ASCII.lineEnding.count) {
    case .incomplete: return false
    case .tooLong: throw .requestLineTooLong(limit: limit)
    case .bareLineFeed: throw .message(.bareLineFeed)
    case .complete(byteCount: 0):
      guard emptyLineCount < Self.emptyLineCountMax else { throw .tooManyEmptyLines }
      buffer.consume(ASCII.lineEnding.count)
      progress = .requestLine(emptyLineCount: emptyLineCount + 1)
    case .complete(let byteCount):
      let line = try buffer.withBytes(byteCount) { bytes throws(HTTPRefusal.Reason) in
        try RequestLine(bytes)
      }
      let lineByteCount = byteCount + ASCII.lineEnding.count
      buffer.consume(lineByteCount)
      progress = .fields(line, FieldSectionReader(headAfter: lineByteCount, limits: limits))
    }
    return true
  }

  /// Checks what only a whole head can show.
  private static func head(
    _ line: RequestLine, _ fields: FieldSectionReader
  ) throws(HTTPRefusal.Reason) -> HTTPRequestHead {
    let notes = fields.notes
    let authority = try authority(line, notes.host)
    let framing = try framing(line, notes)
    return HTTPRequestHead(
      method: line.method, target: line.target, version: line.version, fields: fields.fields,
      body: framing, keepsAlive: notes.keepsAlive(line.version),
      expectsContinue: try expectsContinue(line, notes, framing), authority: authority)
  }

  private static func authority(
    _ line: RequestLine, _ host: HeadNotes.Host
  ) throws(HTTPRefusal.Reason) -> HTTPAuthority? {
    let named: HTTPAuthority?
    switch host {
    case .repeated: throw .repeatedHost
    case .malformed: throw .malformedHost
    case .absent where line.version == .http11: throw .missingHost
    case .absent: named = nil
    case .valid(let authority): named = authority
    }
    switch line.target {
    case .origin, .asterisk: return named
    // RFC 9112 §3.2.2: the target outranks the field.
    case .absolute(_, let authority, _, _), .authority(let authority): return authority
    }
  }

  private static func framing(
    _ line: RequestLine, _ notes: HeadNotes
  ) throws(HTTPRefusal.Reason) -> HTTPBodyFraming {
    let framing: HTTPBodyFraming?
    do throws(HTTPMessageFault) {
      framing = try notes.framing(line.version)
    } catch {
      throw .message(error)
    }
    // RFC 9112 §6.3: a request that announces no content has none.
    guard let framing, framing != .length(0) else { return .none }
    if line.method == .connect { throw .contentInConnect }
    return framing
  }

  /// RFC 9110 §10.1.1: expectations of HTTP/1.0 are ignored.
  private static func expectsContinue(
    _ line: RequestLine, _ notes: HeadNotes, _ framing: HTTPBodyFraming
  ) throws(HTTPRefusal.Reason) -> Bool {
    if line.version == .http10 { return false }
    switch notes.expectation {
    case .none: return false
    case .continuation: return framing != .none
    case .unknown: throw .unknownExpectation
    }
  }
}
