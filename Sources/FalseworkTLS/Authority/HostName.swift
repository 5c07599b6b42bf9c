// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// A host that a certificate can be issued for: a DNS name or an IP address.
///
/// Only such text reaches OpenSSL's extension notation, in which commas and colons have meaning.
struct HostName: Hashable, Sendable {
  /// The longest DNS name in bytes (RFC 1035 §2.3.4, without the root's dot).
  static let bytesMax = 253
  /// The longest label of a DNS name in bytes (RFC 1035 §2.3.4).
  static let labelBytesMax = 63

  /// The kinds of entry in a subjectAltName (RFC 5280 §4.2.1.6).
  enum Kind: Hashable, Sendable {
    case dns
    case address
  }

  let kind: Kind
  /// The name in lower case, or the address in its shortest form.
  let text: String

  /// Creates a host from untrusted text.
  ///
  /// Wildcards, brackets, a trailing dot and bytes outside ASCII are refused. Underscores are
  /// accepted, because container networks put them into host names.
  init?(_ untrusted: String) {
    guard (1...HostName.bytesMax).contains(untrusted.utf8.count) else { return nil }
    if let address = HostName.canonicalAddress(untrusted) {
      self.init(kind: .address, text: address)
    } else if let name = HostName.canonicalName(untrusted) {
      self.init(kind: .dns, text: name)
    } else {
      return nil
    }
  }

  private init(kind: Kind, text: String) {
    self.kind = kind
    self.text = text
  }

  /// The entry for this host in OpenSSL's notation.
  var subjectAlternativeName: String {
    switch kind {
    case .dns: "DNS:" + text
    case .address: "IP:" + text
    }
  }

  private static func canonicalName(_ untrusted: String) -> String? {
    let bytes = untrusted.utf8.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.allSatisfy(isLabel), let last = labels.last else { return nil }
    // A last label of digits only would be a damaged IPv4 address (RFC 1123 §2.1).
    guard last.contains(where: { !(48...57).contains($0) }) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...labelBytesMax).contains(label.count)
      && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { byte in
        switch byte {
        case 48...57, 97...122, hyphen, UInt8(ascii: "_"): true
        default: false
        }
      }
  }

  private static func canonicalAddress(_ untrusted: String) -> String? {
    guard !untrusted.utf8.contains(0) else { return nil }
    for family in [AF_INET, AF_INET6] {
      var address = in6_addr()
      guard inet_pton(family, untrusted, &address) == 1 else { continue }
      var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
      guard inet_ntop(family, &address, &text, socklen_t(text.count)) != nil else { return nil }
      let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      return String(decoding: bytes, as: UTF8.self)
    }
    return nil
  }
}
