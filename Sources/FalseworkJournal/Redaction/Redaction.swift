// Falsework
// SPDX-License-Identifier: MIT

/// What is taken out of everything that the journal keeps.
///
/// Each function may be applied to what it gave without changing it again, and takes time in
/// proportion to what it reads.
public enum Redaction {
  /// What stands for what was taken out; it may stand in URLs, too.
  public static let mark = "***"
  /// The most bytes of a field's value that are kept.
  public static let fieldBytesMax = 1024
  /// The most bytes of a path, a query or another text that are kept.
  public static let textBytesMax = 8192
  /// How much of a key's id is kept, in characters: enough to tell keys apart, too little to guess
  /// one.
  public static let keyCharactersKept = 8

  /// What follows text that was cut.
  static let ellipsis = " [cut]"

  /// Returns a query without tokens and signatures, cut after `textBytesMax`.
  public static func query(_ query: String) -> String { text(query) }

  /// Returns text without what looks like a secret, cut after `textBytesMax`: JSON Web Tokens,
  /// keys of fal's form, members and parameters with a telling name, passwords in URLs.
  public static func text(_ text: String) -> String {
    var text = text
    let redacted = text.withUTF8 { redactedText($0, bytesMax: textBytesMax) }
    return redacted ?? text
  }

  /// The text without secrets; `nil` where it has none and is short enough.
  ///
  /// Ill-formed UTF-8 is repaired where the text changes.
  static func redactedText(_ bytes: UnsafeBufferPointer<UInt8>, bytesMax: Int) -> String? {
    redactedBytes(bytes, bytesMax: bytesMax).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The bytes of text without secrets; `nil` where it has none and is short enough.
  static func redactedBytes(_ bytes: UnsafeBufferPointer<UInt8>, bytesMax: Int) -> [UInt8]? {
    guard bytes.count > bytesMax else {
      var scanner = SecretScanner(bytes)
      return scanner.redacted()
    }
    let kept = UnsafeBufferPointer(rebasing: bytes[..<cut(bytes, at: bytesMax)])
    var scanner = SecretScanner(kept)
    return (scanner.redacted() ?? Array(kept)) + Array(ellipsis.utf8)
  }

  /// The last index up to `end` that begins a character of UTF-8.
  static func cut(_ bytes: UnsafeBufferPointer<UInt8>, at end: Int) -> Int {
    guard end < bytes.count else { return bytes.count }
    let starts = (max(0, end - 3)...end).reversed()
    return starts.first { bytes[$0] & 0xC0 != 0x80 } ?? end
  }
}
