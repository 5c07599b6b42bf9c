// Falsework
// SPDX-License-Identifier: MIT

import HTTPTypes

extension [UInt8] {
  mutating func append(_ text: StaticString) {
    append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func append(text: String) {
    var text = text
    text.withUTF8 { append(contentsOf: $0) }
  }

  mutating func append(number: Int, radix: Int = 10) {
    var divisor = 1
    while number / divisor >= radix { divisor *= radix }
    while divisor > 0 {
      append(ASCII.digit(number / divisor % radix))
      divisor /= radix
    }
  }

  mutating func append(_ field: HTTPField) {
    append(text: field.name.rawName)
    append(": ")
    field.withUnsafeBytesOfValue { append(contentsOf: $0) }
    append("\r\n")
  }

  /// Appends a reason phrase, which is ISO Latin 1 on the wire.
  private mutating func append(reasonPhrase: String) {
    var phrase = reasonPhrase
    let isASCII = phrase.withUTF8 { bytes in
      guard WordScan.isPrintable(bytes) else { return false }
      append(contentsOf: bytes)
      return true
    }
    if isASCII { return }
    for scalar in reasonPhrase.unicodeScalars {
      append(UInt8(exactly: scalar.value) ?? UInt8(ascii: "?"))
    }
  }

  /// Appends a status line (RFC 9112 §4).
  mutating func append(_ status: HTTPResponse.Status) {
    append("HTTP/1.1 ")
    for divisor in [100, 10, 1] {
      append(UInt8(ascii: "0") + UInt8(status.code / divisor % 10))
    }
    append(UInt8(ascii: " "))
    append(reasonPhrase: status.reasonPhrase)
    append("\r\n")
  }
}
