// Falsework
// SPDX-License-Identifier: MIT

extension IPAddress {
  /// From where an address can be reached, by the registries of RFC 6890.
  public enum Reach: Sendable, Hashable, CaseIterable {
    /// Everywhere.
    case global
    /// Within a site: RFC 1918, RFC 6598, RFC 4193.
    case site
    /// On this machine.
    case loopback
    /// On one link, where clouds keep their metadata services.
    case link
    /// No machine: `0.0.0.0` and `::`, which systems take for this machine.
    case unspecified
    /// Many machines at once.
    case multicast
    /// Nowhere: reserved, or for documentation and measurements.
    case reserved
  }

  /// From where the address can be reached.
  public var reach: Reach {
    octets.count == 4 ? Self.reach(ofVersion4: octets[...]) : reachOfVersion6
  }

  private static func reach(ofVersion4 octets: ArraySlice<UInt8>) -> Reach {
    let bits = octets.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let block = version4Blocks.first { bits >> (32 - $0.prefixBits) == $0.prefix }
    return block?.reach ?? .global
  }

  private struct Block {
    let prefix: UInt32
    let prefixBits: UInt32
    let reach: Reach

    init(_ first: UInt32, _ second: UInt32, _ third: UInt32 = 0, bits: UInt32, _ reach: Reach) {
      prefix = (first << 24 | second << 16 | third << 8) >> (32 - bits)
      prefixBits = bits
      self.reach = reach
    }
  }

  private static let version4Blocks = [
    Block(0, 0, bits: 8, .unspecified), Block(127, 0, bits: 8, .loopback),
    Block(10, 0, bits: 8, .site), Block(172, 16, bits: 12, .site),
    Block(192, 168, bits: 16, .site), Block(100, 64, bits: 10, .site),
    Block(169, 254, bits: 16, .link), Block(224, 0, bits: 4, .multicast),
    Block(240, 0, bits: 4, .reserved), Block(192, 0, 0, bits: 24, .reserved),
    Block(192, 0, 2, bits: 24, .reserved), Block(198, 18, bits: 15, .reserved),
    Block(198, 51, 100, bits: 24, .reserved), Block(203, 0, 113, bits: 24, .reserved),
  ]

  private var reachOfVersion6: Reach {
    if octets.dropLast().allSatisfy({ $0 == 0 }) {
      switch octets[15] {
      case 0: return .unspecified
      case 1: return .loopback
      default: return .reserved
      }
    }
    // RFC 6052 §2.1 and RFC 3056 §2: an IPv4 address lies within, and is what is reached.
    if octets.starts(with: [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) {
      return Self.reach(ofVersion4: octets[12...])
    }
    if octets.starts(with: [0x20, 0x02]) { return Self.reach(ofVersion4: octets[2..<6]) }
    if octets.starts(with: [0x20, 0x01, 0x0d, 0xb8]) { return .reserved }
    switch (octets[0], octets[1] & 0xc0) {
    case (0xfe, 0x80): return .link
    case (0xfe, 0xc0), (0xfc...0xfd, _): return .site
    case (0xff, _): return .multicast
    case (0x20...0x3f, _): return .global
    default: return .reserved
    }
  }
}
