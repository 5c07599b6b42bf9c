// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// The id of a request: a UUID of version 7, ordered by time as fal's are since May 2026; observed.
public struct RequestID: Sendable, Hashable, CustomStringConvertible {
  /// The id's 128 bits, its first byte the highest.
  private let high: UInt64, low: UInt64

  /// Creates the id of a request accepted at `time`, with 74 bits from `generator`
  /// (RFC 9562 §5.7).
  public init(time: Timestamp, using generator: inout SeededGenerator) {
    let milliseconds = UInt64(max(0, time.microseconds / 1000)) & 0xffff_ffff_ffff
    high = milliseconds << 16 | 0x7000 | generator.next() >> 52
    low = 0x8000_0000_0000_0000 | generator.next() >> 2
  }

  /// Creates an id from a client's text; `nil` when it has not the form of a UUID.
  public init?(_ text: String) {
    var text = text
    guard let (high, low) = text.withUTF8({ Self.bits($0) }) else { return nil }
    (self.high, self.low) = (high, low)
  }

  private static func bits(_ text: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64)? {
    guard text.count == textBytes else { return nil }
    var (high, low): (UInt64, UInt64) = (0, 0)
    for index in 0..<textBytes {
      if isDash(at: index) {
        guard text[index] == UInt8(ascii: "-") else { return nil }
      } else {
        guard let digit = hexadecimal(text[index]) else { return nil }
        (high, low) = (high << 4 | low >> 60, low << 4 | UInt64(digit))
      }
    }
    return (high, low)
  }

  /// The id in lower case: `019e1951-c778-7120-8a3b-0123456789ab`.
  public var description: String {
    String(unsafeUninitializedCapacity: Self.textBytes) { text in
      var (high, low) = (high, low)
      for index in 0..<Self.textBytes {
        if Self.isDash(at: index) {
          text[index] = UInt8(ascii: "-")
        } else {
          let digit = UInt8(high >> 60)
          text[index] = digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
          (high, low) = (high << 4 | low >> 60, low << 4)
        }
      }
      return Self.textBytes
    }
  }

  private static let textBytes = 36

  private static func isDash(at index: Int) -> Bool {
    index == 8 || index == 13 || index == 18 || index == 23
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
