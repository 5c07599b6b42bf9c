// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

/// The first line of a request (RFC 9112 §3).
struct RequestLine: Sendable {
  let method: HTTPRequest.Method
  let target: RequestTarget
  let version: HTTPVersion

  /// Reads a line that is not empty and has lost its line ending.
  ///
  /// RFC 9112 §3 would allow any whitespace between the parts; only single spaces are accepted.
  init(_ line: UnsafeBufferPointer<UInt8>) throws(HTTPRefusal.Reason) {
    guard WordScan.isPrintable(line) else { throw Self.fault(line) }
    let methodEnd = WordScan.firstIndex(of: ASCII.space, in: line)
    let targetStart = min(methodEnd + 1, line.count)
    let targetEnd = WordScan.firstIndex(of: ASCII.space, in: line, from: targetStart)
    guard targetEnd > targetStart, targetEnd < line.count else { throw .malformedRequestLine }
    // The version decides first: another major version may have other targets.
    self.version = try Self.version(UnsafeBufferPointer(rebasing: line[(targetEnd + 1)...]))
    self.method = try Self.method(UnsafeBufferPointer(rebasing: line[..<methodEnd]))
    self.target = try RequestTarget(
      UnsafeBufferPointer(rebasing: line[targetStart..<targetEnd]), method: method)
  }

  /// What is wrong with a line that is not printable ASCII.
  private static func fault(_ line: UnsafeBufferPointer<UInt8>) -> HTTPRefusal.Reason {
    if line.contains(ASCII.carriageReturn) { return .message(.bareCarriageReturn) }
    let methodEnd = WordScan.firstIndex(of: ASCII.space, in: line)
    let method = UnsafeBufferPointer(rebasing: line[..<methodEnd])
    return WordScan.isPrintable(method) ? .malformedTarget : .malformedRequestLine
  }

  private static func version(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTTPRefusal.Reason) -> HTTPVersion {
    switch HTTPVersion.read(bytes) {
    case .supported(let version): return version
    case .unsupported: throw .unsupportedVersion
    case .malformed: throw bytes.contains(ASCII.space) ? .malformedRequestLine : .malformedVersion
    }
  }

  private static func method(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTTPRefusal.Reason) -> HTTPRequest.Method {
    for (word, method) in common where ASCII.equals(bytes, word) { return method }
    guard let method = HTTPRequest.Method(String(decoding: bytes, as: UTF8.self)) else {
      throw .malformedRequestLine
    }
    return method
  }

  private static let common: [(StaticString, HTTPRequest.Method)] = [
    ("GET", .get), ("POST", .post), ("PUT", .put), ("HEAD", .head), ("OPTIONS", .options),
    ("DELETE", .delete), ("PATCH", .patch), ("CONNECT", .connect),
  ]
}

extension HTTPVersion {
  enum Reading {
    case supported(HTTPVersion)
    case unsupported
    case malformed
  }

  /// Reads `HTTP/` DIGIT `.` DIGIT, in that case only (RFC 9112 §2.3).
  static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Reading {
    guard bytes.count == 8, ASCII.equals(UnsafeBufferPointer(rebasing: bytes[..<5]), "HTTP/"),
      ASCII.isDigit(bytes[5]), bytes[6] == UInt8(ascii: "."), ASCII.isDigit(bytes[7])
    else { return .malformed }
    guard bytes[5] == UInt8(ascii: "1") else { return .unsupported }
    return .supported(bytes[7] == UInt8(ascii: "0") ? .http10 : .http11)
  }
}
