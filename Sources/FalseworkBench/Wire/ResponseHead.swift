// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// What the bench needs of a response's head, read in one pass from bytes that are all there.
struct ResponseHead {
  let status: Int
  let contentBytes: Int
  /// The length of the head itself, with the empty line.
  let headBytes: Int

  private static let statusLineBytes = "HTTP/1.1 200".utf8.count
  private static let digitsMax = 15

  /// Reads a head; nil when its end is not among the bytes.
  init?(_ bytes: UnsafeRawBufferPointer) throws(ResponseFault) {
    guard Self.begins(bytes, with: "HTTP/1.") else { throw .notHTTP }
    guard var lineEnd = Self.lineEnd(bytes, from: 0) else { return nil }
    let status = try Self.status(bytes, lineEnd)
    var length: Int?
    while true {
      let start = lineEnd + 1
      guard let end = Self.lineEnd(bytes, from: start) else { return nil }
      if end == start + 1, bytes[start] == UInt8(ascii: "\r") {
        guard let length else { throw .noContentLength }
        self.status = status
        contentBytes = length
        headBytes = end + 1
        return
      }
      let line = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
      if let number = try Self.contentLength(line) {
        guard length == nil || length == number else { throw .badContentLength }
        length = number
      }
      lineEnd = end
    }
  }

  /// Whether bytes begin with a text, as far as they go.
  private static func begins(_ bytes: UnsafeRawBufferPointer, with text: StaticString) -> Bool {
    let count = min(bytes.count, text.utf8CodeUnitCount)
    guard count > 0, let base = bytes.baseAddress else { return true }
    return memcmp(base, text.utf8Start, count) == 0
  }

  private static func lineEnd(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int? {
    guard start < bytes.count, let base = bytes.baseAddress else { return nil }
    let found = memchr(base + start, CInt(UInt8(ascii: "\n")), bytes.count - start)
    return found.map { UnsafeRawPointer($0) - base }
  }

  private static func status(
    _ bytes: UnsafeRawBufferPointer, _ lineEnd: Int
  ) throws(ResponseFault) -> Int {
    guard lineEnd >= statusLineBytes, bytes[8] == UInt8(ascii: " "),
      let status = number(bytes[9..<12])
    else { throw .notHTTP }
    return status
  }

  /// The number that a field line carries if it is the one with the content's length.
  private static func contentLength(
    _ line: UnsafeRawBufferPointer
  ) throws(ResponseFault) -> Int? {
    if isField(line, "transfer-encoding:") { throw .transferCoding }
    guard isField(line, "content-length:") else { return nil }
    let value = line.dropFirst("content-length:".utf8.count)
    let isBlank = { (byte: UInt8) in
      byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
    var digits = value.drop(while: isBlank)
    while let last = digits.last, isBlank(last) { digits = digits.dropLast() }
    guard let number = number(digits) else { throw .badContentLength }
    return number
  }

  /// Whether a line begins with a field's name, given in lower case with its colon.
  private static func isField(_ line: UnsafeRawBufferPointer, _ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    // Most lines are told apart by the colon.
    guard line.count >= count, line[count - 1] == UInt8(ascii: ":"), let base = line.baseAddress
    else { return false }
    return strncasecmp(base.assumingMemoryBound(to: CChar.self), name.charStart, count) == 0
  }

  private static func number(_ digits: Slice<UnsafeRawBufferPointer>) -> Int? {
    guard (1...digitsMax).contains(digits.count) else { return nil }
    var number = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return number
  }
}

extension StaticString {
  fileprivate var charStart: UnsafePointer<CChar> {
    UnsafeRawPointer(utf8Start).assumingMemoryBound(to: CChar.self)
  }
}
