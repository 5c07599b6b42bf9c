// Falsework
// SPDX-License-Identifier: MIT

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
    guard isOne(url) else { return nil }
    var url = url
    return url.withUTF8 { url in
      guard let comma = url.firstIndex(of: UInt8(ascii: ",")) else { return nil }
      let data = UnsafeBufferPointer(rebasing: url[(comma + 1)...])
      // Four characters of Base64 are three bytes; an escape has three characters for one.
      guard data.count <= bytesMax / 3 * 4 else { return nil }
      let header = String(decoding: url[..<comma], as: UTF8.self).lowercased()
      guard header.hasSuffix(";base64") else { return unescaped(data) }
      return base64(data)
        ?? unescaped(data)?.withUnsafeBufferPointer { base64($0) }
    }
  }

  /// Decodes Base64 as browsers do: padding may be missing, and white space be in between.
  private static func base64(_ digits: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var isSound = true
    let bytes = [UInt8](unsafeUninitializedCapacity: digits.count / 4 * 3 + 3) { bytes, count in
      let decoded = values.withUnsafeBufferPointer { base64(digits, $0, into: bytes) }
      isSound = decoded != nil
      count = decoded ?? 0
    }
    return isSound ? bytes : nil
  }

  /// Returns how many bytes the digits are; `nil` when they are none.
  private static func base64(
    _ digits: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt8>,
    into bytes: UnsafeMutableBufferPointer<UInt8>
  ) -> Int? {
    var (bits, digitCount, paddingCount, count) = (UInt32(0), 0, 0, 0)
    for digit in digits {
      let value = values[Int(digit)]
      if value < 64, paddingCount == 0 {
        bits = bits << 6 | UInt32(value)
        digitCount += 1
        guard digitCount & 3 == 0 else { continue }
        bytes[count] = UInt8(truncatingIfNeeded: bits >> 16)
        bytes[count + 1] = UInt8(truncatingIfNeeded: bits >> 8)
        bytes[count + 2] = UInt8(truncatingIfNeeded: bits)
        count += 3
      } else if value == padding {
        paddingCount += 1
      } else if value != space {
        return nil
      }
    }
    switch (digitCount & 3, paddingCount) {
    case (0, 0): return count
    case (2, 0), (2, 2):
      bytes[count] = UInt8(truncatingIfNeeded: bits >> 4)
      return count + 1
    case (3, 0), (3, 1):
      bytes[count] = UInt8(truncatingIfNeeded: bits >> 10)
      bytes[count + 1] = UInt8(truncatingIfNeeded: bits >> 2)
      return count + 2
    default: return nil
    }
  }

  private static let space: UInt8 = 0x81
  private static let padding: UInt8 = 0x82

  /// What each byte is: a digit's value, white space, padding, or nothing that may be there.
  private static let values: [UInt8] = {
    let digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    var values = [UInt8](repeating: 0xff, count: 256)
    for (value, digit) in digits.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
    for byte in [0x09, 0x0a, 0x0c, 0x0d, 0x20] { values[byte] = space }
    values[Int(UInt8(ascii: "="))] = padding
    return values
  }()

  /// Resolves percent escapes; `nil` when one is incomplete.
  private static func unescaped(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var rest = text[...]
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
