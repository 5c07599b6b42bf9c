// Falsework
// SPDX-License-Identifier: MIT

/// A host with an optional port, as in a `Host` field or a `CONNECT` target.
public struct HTTPAuthority: Sendable, Hashable, CustomStringConvertible {
  /// The host in lower case; an IPv6 address stands without its brackets.
  public let host: String
  /// The port, or nil where none was written.
  public let port: Int?

  /// Creates an authority from text such as `queue.fal.run:443` or `[::1]:8080`.
  ///
  /// Returns nil for user information, for a port above 65535, and for a host outside the
  /// grammar of RFC 3986 §3.2.2.
  ///
  /// Deviation: of the sub-delimiters that a registered name may hold none is accepted, because
  /// no host in use has them and a comma is how two joined `Host` fields look.
  public init?(parsing text: String) {
    var text = text
    guard let authority = text.withUTF8({ HTTPAuthority(bytes: $0) }) else { return nil }
    self = authority
  }

  init(unchecked host: String, port: Int?) {
    self.host = host
    self.port = port
  }

  /// The authority as it is written in a `Host` field.
  public var description: String {
    let name = host.utf8.contains(ASCII.colon) ? "[\(host)]" : host
    return port.map { name + ":" + String($0) } ?? name
  }
}

extension HTTPAuthority {
  private static let hostBytesMax = 255

  init?(bytes: UnsafeBufferPointer<UInt8>) {
    let isBracketed = bytes.first == UInt8(ascii: "[")
    guard let end = isBracketed ? Self.bracketedEnd(of: bytes) : Self.nameEnd(of: bytes),
      end > 0, end <= Self.hostBytesMax
    else { return nil }
    let inner = UnsafeBufferPointer(rebasing: isBracketed ? bytes[1..<end - 1] : bytes[..<end])
    self.host = ASCII.lowercased(inner)
    if end == bytes.count {
      self.port = nil
      return
    }
    let digits = UnsafeBufferPointer(rebasing: bytes[(end + 1)...])
    guard bytes[end] == ASCII.colon, digits.count <= 5 else { return nil }
    self.port = ASCII.decimal(digits)
    // RFC 3986 §3.2.3 lets the digits after the colon be missing.
    guard port.map({ $0 <= 65535 }) ?? digits.isEmpty else { return nil }
  }

  /// The count of bytes that a registered name or an IPv4 address takes (RFC 3986 §3.2.2).
  private static func nameEnd(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var index = 0
    while index < bytes.count, bytes[index] != ASCII.colon {
      if bytes[index] == UInt8(ascii: "%") {
        guard index + 2 < bytes.count, ASCII.hexadecimal(bytes[index + 1]) != nil,
          ASCII.hexadecimal(bytes[index + 2]) != nil
        else { return nil }
        index += 3
      } else {
        guard ASCII.isUnreserved(bytes[index]) else { return nil }
        index += 1
      }
    }
    return index
  }

  /// The count of bytes that an IPv6 address takes, brackets included.
  ///
  /// The address is checked by its alphabet and its count of colons, not by its value.
  private static func bracketedEnd(of bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var colons = 0
    for index in 1..<bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "]"): return (2...7).contains(colons) ? index + 1 : nil
      case ASCII.colon: colons += 1
      case UInt8(ascii: "."): break
      default: guard ASCII.hexadecimal(bytes[index]) != nil else { return nil }
      }
    }
    return nil
  }
}
