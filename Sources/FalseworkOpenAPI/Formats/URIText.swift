// Falsework
// SPDX-License-Identifier: MIT

/// The grammars of URIs (RFC 3986 appendix A), IRIs (RFC 3987 §2.2) and templates (RFC 6570 §2).
enum URIText {
  static func isURI(_ text: String) -> Bool { isReference(text, repertoire: .ascii, needsScheme) }

  static func isReference(_ text: String) -> Bool {
    isReference(text, repertoire: .ascii, mayLackScheme)
  }

  static func isIRI(_ text: String) -> Bool { isReference(text, repertoire: .all, needsScheme) }

  static func isIRIReference(_ text: String) -> Bool {
    isReference(text, repertoire: .all, mayLackScheme)
  }

  private enum Repertoire { case ascii, all }

  private static func needsScheme(_ scheme: String?) -> Bool { scheme != nil }
  private static func mayLackScheme(_ scheme: String?) -> Bool { true }

  private static func isReference(
    _ text: String, repertoire: Repertoire, _ isAllowed: (_ scheme: String?) -> Bool
  ) -> Bool {
    let reference = URIReference(text)
    let parts = [reference.path, reference.query ?? "", reference.fragment ?? ""]
    return isAllowed(reference.scheme) && !isColonFirst(reference)
      && isMade(reference.path, of: pathExtras, repertoire)
      && parts.dropFirst().allSatisfy { isMade($0, of: queryExtras, repertoire) }
      && isAuthority(reference.authority ?? "", repertoire)
  }

  /// §4.2: the first segment of a relative path must not look like a scheme.
  private static func isColonFirst(_ reference: URIReference) -> Bool {
    guard reference.scheme == nil, reference.authority == nil else { return false }
    return reference.path.utf8.prefix { $0 != UInt8(ascii: "/") }.contains(UInt8(ascii: ":"))
  }

  private static let unreserved = Set("-._~".utf8)
  private static let delimiters = Set("!$&'()*+,;=".utf8)
  private static let pathExtras = unreserved.union(delimiters).union(":@/".utf8)
  private static let queryExtras = pathExtras.union("?".utf8)
  private static let userExtras = unreserved.union(delimiters).union(":".utf8)
  private static let nameExtras = unreserved.union(delimiters)

  private static func isMade(
    _ text: String, of extras: Set<UInt8>, _ repertoire: Repertoire
  ) -> Bool {
    var rest = text.utf8.elements
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%") {
        guard rest.prefix(2).count == 2, rest.prefix(2).allSatisfy(\.isHexDigit) else {
          return false
        }
        rest = rest.dropFirst(2)
      } else if byte >= 0x80 ? repertoire == .ascii : !isPlain(byte, extras) {
        return false
      }
    }
    return true
  }

  private static func isPlain(_ byte: UInt8, _ extras: Set<UInt8>) -> Bool {
    byte.isDigit || byte.isLetter || extras.contains(byte)
  }

  /// §3.2: `user@host:port`, where an address of IPv6 stands in brackets.
  private static func isAuthority(_ text: String, _ repertoire: Repertoire) -> Bool {
    var rest = text.utf8.elements
    if let at = rest.firstIndex(of: UInt8(ascii: "@")) {
      let user = String(decoding: rest[..<at], as: UTF8.self)
      guard isMade(user, of: userExtras, repertoire) else { return false }
      rest = rest[(at + 1)...]
    }
    let port = rest.reversed().prefix { $0.isDigit }
    if rest.dropLast(port.count).last == UInt8(ascii: ":") { rest = rest.dropLast(port.count + 1) }
    if rest.first == UInt8(ascii: "[") { return isAddress(rest) }
    return isMade(String(decoding: rest, as: UTF8.self), of: nameExtras, repertoire)
  }

  /// §3.2.2: an address of IPv6 or of a later version.
  private static func isAddress(_ host: ArraySlice<UInt8>) -> Bool {
    guard host.last == UInt8(ascii: "]") else { return false }
    let inner = host.dropFirst().dropLast()
    guard let first = inner.first, first | 0x20 == UInt8(ascii: "v") else {
      return HostText.isIPv6(inner)
    }
    let halves = inner.dropFirst().split(
      separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
    return halves.count == 2 && !halves[0].isEmpty && halves[0].allSatisfy(\.isHexDigit)
      && !halves[1].isEmpty && halves[1].allSatisfy { isPlain($0, userExtras) }
  }
}

extension URIText {
  /// RFC 6570 §2: literals and expressions in braces.
  static func isTemplate(_ text: String) -> Bool {
    var rest = text.utf8.elements
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "{") {
        guard let end = rest.firstIndex(of: UInt8(ascii: "}")), isExpression(rest[..<end]) else {
          return false
        }
        rest = rest[(end + 1)...]
      } else if byte <= 0x20 || byte == 0x7F || "\"'<>\\^`|}".utf8.contains(byte) {
        return false
      }
    }
    return true
  }

  private static func isExpression(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = bytes
    if let first = rest.first, "+#./;?&=,!@|".utf8.contains(first) { rest.removeFirst() }
    let variables = rest.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return variables.allSatisfy(isVariable)
  }

  /// §2.3 and §2.4: a name, perhaps with `*` or a length of up to four digits.
  private static func isVariable(_ bytes: ArraySlice<UInt8>) -> Bool {
    var name = bytes
    if name.last == UInt8(ascii: "*") {
      name.removeLast()
    } else if let colon = name.firstIndex(of: UInt8(ascii: ":")) {
      let length = name[(colon + 1)...]
      guard (1...4).contains(length.count), length.allSatisfy(\.isDigit),
        length.first != UInt8(ascii: "0")
      else { return false }
      name = name[..<colon]
    }
    let segments = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return segments.allSatisfy { segment in
      !segment.isEmpty
        && segment.allSatisfy {
          $0.isDigit || $0.isLetter || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "%")
        }
    }
  }
}
