// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// The id of a request: a UUID of version 7, ordered by time as fal's are since May 2026; observed.
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
  /// The id in lower case: `019e1951-c778-7120-8a3b-0123456789ab`.
  public let description: String

  /// Creates the id of a request accepted at `time`, with 74 bits from `generator`
  /// (RFC 9562 §5.7).
  public init(time: Timestamp, using generator: inout SeededGenerator) {
    let milliseconds = UInt64(max(0, time.microseconds / 1000)) & 0xffff_ffff_ffff
    let high = milliseconds << 16 | 0x7000 | generator.next() >> 52
    let low = 0x8000_0000_0000_0000 | generator.next() >> 2
    let hex = Self.hex(high) + Self.hex(low)
    description = [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]]
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "-")
  }

  /// Creates an id from a client's text; `nil` when it has not the form of a UUID.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return nil }
    for (index, byte) in bytes.enumerated() {
      let isDash = [8, 13, 18, 23].contains(index)
      guard isDash ? byte == UInt8(ascii: "-") : Self.isHexadecimal(byte) else { return nil }
    }
    description = text.lowercased()
  }

  private static let digits = Array("0123456789abcdef".utf8)

  private static func hex(_ word: UInt64) -> [UInt8] {
    (0..<16).map { digits[Int(word >> UInt64(60 - $0 * 4) & 15)] }
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    digits.contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "F")).contains(byte)
  }
}
