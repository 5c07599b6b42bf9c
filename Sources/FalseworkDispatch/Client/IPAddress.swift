// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A numeric address of a machine, of version 4 or 6.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// The 4 or 16 bytes of the address, the highest first.
  public let octets: [UInt8]

  /// Reads an address such as `127.0.0.1` or `::1`, without brackets; nil for anything else.
  ///
  /// An IPv4 address that is written as IPv6 (`::ffff:127.0.0.1`) is the IPv4 address.
  public init?(_ text: String) {
    guard !text.utf8.contains(0) else { return nil }
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var octets = [UInt8](repeating: 0, count: count)
      if inet_pton(family, text, &octets) == 1 {
        self.init(octets: octets)
        return
      }
    }
    return nil
  }

  init(octets: [UInt8]) {
    // RFC 4291 §2.5.5.2.
    let isMapped = octets.count == 16 && octets.starts(with: Self.mappedPrefix)
    self.octets = isMapped ? Array(octets.suffix(4)) : octets
  }

  private static let mappedPrefix = [UInt8](repeating: 0, count: 10) + [0xff, 0xff]

  /// The loopback addresses that `localhost` stands for (RFC 6761 §6.3).
  static let localhost = [
    IPAddress(octets: [127, 0, 0, 1]),
    IPAddress(octets: [UInt8](repeating: 0, count: 15) + [1]),
  ]

  /// The address as text, without brackets.
  public var description: String {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = octets.count == 4 ? AF_INET : AF_INET6
    guard inet_ntop(family, octets, &text, socklen_t(text.count)) != nil else { return "" }
    let bytes = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return String(decoding: bytes, as: UTF8.self)
  }
}
