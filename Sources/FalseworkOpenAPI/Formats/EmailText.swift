// Falsework
// SPDX-License-Identifier: MIT

/// Mail addresses.
enum EmailText {
  /// RFC 5321 §4.1.2.
  static func isEmail(_ text: String) -> Bool {
    isAddress(text.utf8.elements, isHost: isHost) { $0 < 0x80 }
  }

  /// RFC 6531 §3.3: any character beyond ASCII where a letter may stand.
  static func isInternationalEmail(_ text: String) -> Bool {
    isAddress(text.utf8.elements, isHost: isInternationalHost) { _ in true }
  }

  private static func isHost(_ host: ArraySlice<UInt8>) -> Bool {
    HostText.isHostname(String(decoding: host, as: UTF8.self))
  }

  private static func isInternationalHost(_ host: ArraySlice<UInt8>) -> Bool {
    isHost(host.map { $0 < 0x80 ? $0 : UInt8(ascii: "x") }[...])
  }

  private static func isAddress(
    _ bytes: ArraySlice<UInt8>, isHost: (ArraySlice<UInt8>) -> Bool, isAllowed: (UInt8) -> Bool
  ) -> Bool {
    guard let at = bytes.lastIndex(of: UInt8(ascii: "@")), bytes.allSatisfy(isAllowed) else {
      return false
    }
    let (local, domain) = (bytes[..<at], bytes[(at + 1)...])
    guard isDotString(local) || isQuotedString(local) else { return false }
    return isHost(domain) || isAddressLiteral(domain)
  }

  private static func isDotString(_ bytes: ArraySlice<UInt8>) -> Bool {
    let atoms = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return atoms.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAtomText) }
  }

  /// RFC 5322 §3.2.3.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLetter || byte >= 0x80 || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }

  private static func isQuotedString(_ bytes: ArraySlice<UInt8>) -> Bool {
    let quote = UInt8(ascii: "\"")
    guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return false }
    var rest = bytes.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      if byte == quote || byte < 0x20 || byte == 0x7F { return false }
      if byte == UInt8(ascii: "\\"), (rest.popFirst() ?? 0) < 0x20 { return false }
    }
    return true
  }

  private static func isAddressLiteral(_ bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.first == UInt8(ascii: "["), bytes.last == UInt8(ascii: "]") else { return false }
    let address = bytes.dropFirst().dropLast()
    let mark = Array("IPv6:".utf8)
    return address.starts(with: mark)
      ? HostText.isIPv6(address.dropFirst(mark.count)) : HostText.isIPv4(address)
  }
}
