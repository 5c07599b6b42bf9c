// Falsework
// SPDX-License-Identifier: MIT

/// The encoding base64url (RFC 4648 §5).
public enum Base64URL {
  /// Whether `=` fills the last group up.
  public enum Padding: Sendable, Hashable {
    case padded
    case unpadded
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

  /// Returns bytes as text.
  public static func text(_ bytes: [UInt8], _ padding: Padding) -> String {
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let group = bytes[start..<min(start + 3, bytes.count)]
      let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * (3 - group.count))
      for index in 0...group.count { text.append(alphabet[Int(bits >> (18 - 6 * index) & 63)]) }
      if padding == .padded {
        text += Array(repeating: UInt8(ascii: "="), count: 3 - group.count)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Returns the bytes that a text stands for, padded or not; nil for anything else.
  ///
  /// Bits that stand for nothing must be zero, so that no two texts stand for the same bytes.
  public static func bytes(_ text: String) -> [UInt8]? {
    let end = text.utf8.firstIndex(of: UInt8(ascii: "=")) ?? text.endIndex
    let digits = text.utf8[..<end].map(value)
    let padding = text.utf8[end...]
    let isPadded = padding.elementsEqual("=".utf8) || padding.elementsEqual("==".utf8)
    guard digits.count % 4 != 1, padding.isEmpty || isPadded && text.utf8.count % 4 == 0 else {
      return nil
    }
    var (bytes, bits, bitCount): ([UInt8], UInt32, Int) = ([], 0, 0)
    for digit in digits {
      guard let digit else { return nil }
      bits = bits << 6 | digit
      bitCount += 6
      guard bitCount >= 8 else { continue }
      bitCount -= 8
      bytes.append(UInt8(bits >> bitCount))
      bits &= 1 << bitCount - 1
    }
    return bits == 0 ? bytes : nil
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "-"): 62
    case UInt8(ascii: "_"): 63
    default: nil
    }
  }
}
