// Falsework
// SPDX-License-Identifier: MIT

internal import Foundation

/// A file that is written into its own URL: `data:image/png;base64,…` (RFC 2397).
enum DataURI {
  /// The most bytes that are taken out of a URL.
  static let bytesMax = 32 << 20

  static func isOne(_ url: String) -> Bool {
    // Schemes are compared without regard to case (RFC 3986 §3.1).
    url.utf8.prefix(5).map { $0 | 0x20 }.elementsEqual("data:".utf8.map { $0 | 0x20 })
  }

  /// Returns the bytes of the file; `nil` when there are none to be had, or too many.
  static func bytes(of url: String) -> [UInt8]? {
    guard isOne(url), let comma = url.utf8.firstIndex(of: UInt8(ascii: ",")) else { return nil }
    let data = url[url.utf8.index(after: comma)...]
    // Four characters of Base64 are three bytes; an escape has three characters for one.
    guard data.utf8.count <= bytesMax / 3 * 4 else { return nil }
    guard url[..<comma].lowercased().hasSuffix(";base64") else { return unescaped(data) }
    return base64(data)
  }

  private static func base64(_ text: Substring) -> [UInt8]? {
    if let bytes = decoded(Data(text.utf8)) { return bytes }
    // Escapes and line breaks are rare, so that they are looked for last.
    return unescaped(text).flatMap { decoded(Data($0.filter { !isSpace($0) })) }
  }

  private static func decoded(_ digits: Data) -> [UInt8]? {
    var digits = digits
    // Padding may be missing, as browsers have it.
    while !digits.isEmpty, !digits.count.isMultiple(of: 4) { digits.append(UInt8(ascii: "=")) }
    return Data(base64Encoded: digits).map { [UInt8]($0) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    [0x09, 0x0a, 0x0c, 0x0d, 0x20].contains(byte)
  }

  /// Resolves percent escapes; `nil` when one is incomplete.
  private static func unescaped(_ text: Substring) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst()?.hexadecimalValue,
        let low = rest.popFirst()?.hexadecimalValue
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return bytes
  }
}

extension UInt8 {
  fileprivate var hexadecimalValue: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
