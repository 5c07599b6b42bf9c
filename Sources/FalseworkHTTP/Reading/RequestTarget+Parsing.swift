// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

extension RequestTarget {
  /// Reads a target in the form that the method asks for (RFC 9112 §3.2).
  ///
  /// The bytes are printable ASCII without spaces, and not none.
  init(
    _ bytes: UnsafeBufferPointer<UInt8>, method: HTTPRequest.Method
  ) throws(HTTPRefusal.Reason) {
    // A fragment is for the client alone: RFC 9112 §3.2 has no place for it.
    let fragment = WordScan.firstIndex(of: UInt8(ascii: "#"), in: bytes)
    guard fragment == bytes.count else { throw .malformedTarget }
    if method == .connect {
      self = .authority(try Self.tunnelEnd(bytes))
    } else if bytes[0] == UInt8(ascii: "/") {
      let (path, query) = Self.split(bytes)
      self = .origin(path: path, query: query)
    } else if bytes.count == 1, bytes[0] == UInt8(ascii: "*") {
      guard method == .options else { throw .targetNotForMethod }
      self = .asterisk
    } else {
      self = try Self.absolute(bytes)
    }
  }

  /// The authority-form, whose port may not be missing (RFC 9110 §9.3.6).
  private static func tunnelEnd(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTTPRefusal.Reason) -> HTTPAuthority {
    guard let authority = HTTPAuthority(bytes: bytes), let port = authority.port, port > 0 else {
      throw .malformedTarget
    }
    return authority
  }

  private static func absolute(
    _ bytes: UnsafeBufferPointer<UInt8>
  ) throws(HTTPRefusal.Reason) -> RequestTarget {
    guard let (scheme, start) = scheme(bytes) else { throw .malformedTarget }
    let rest = UnsafeBufferPointer(rebasing: bytes[start...])
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? rest.count
    guard let authority = HTTPAuthority(bytes: UnsafeBufferPointer(rebasing: rest[..<end])) else {
      throw .malformedTarget
    }
    let (path, query) = split(UnsafeBufferPointer(rebasing: rest[end...]))
    // RFC 9110 §4.2.3: an empty path is the same as a lone slash.
    return .absolute(
      scheme: scheme, authority: authority, path: path.isEmpty ? "/" : path, query: query)
  }

  /// The scheme and the count of bytes up to the authority.
  private static func scheme(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
    for (scheme, prefix) in [("http", "http://" as StaticString), ("https", "https://")] {
      let length = prefix.utf8CodeUnitCount
      guard bytes.count >= length else { continue }
      if ASCII.matches(UnsafeBufferPointer(rebasing: bytes[..<length]), prefix) {
        return (scheme, length)
      }
    }
    return nil
  }

  private static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, String?) {
    let mark = WordScan.firstIndex(of: UInt8(ascii: "?"), in: bytes)
    if mark == bytes.count { return (String(decoding: bytes, as: UTF8.self), nil) }
    let path = UnsafeBufferPointer(rebasing: bytes[..<mark])
    let query = UnsafeBufferPointer(rebasing: bytes[(mark + 1)...])
    return (String(decoding: path, as: UTF8.self), String(decoding: query, as: UTF8.self))
  }
}
