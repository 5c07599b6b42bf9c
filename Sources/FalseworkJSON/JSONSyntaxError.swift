// Falsework
// SPDX-License-Identifier: MIT

/// The first place where bytes stop being a JSON document, and why.
///
/// Offsets follow CPython's `JSONDecodeError`, measured against CPython 3.11.
public struct JSONSyntaxError: Error, Sendable, Hashable {
  /// The cause.
  public let reason: Reason
  /// The offset in bytes from the first byte, a byte order mark included.
  public let byteOffset: Int
  /// The offset in Unicode scalars, a byte order mark excluded; CPython's `pos`.
  public let characterOffset: Int
  /// The line, counted from 1.
  public let line: Int
  /// The column in Unicode scalars, counted from 1.
  public let column: Int
}

extension JSONSyntaxError {
  /// Why a document was refused.
  public enum Reason: Sendable, Hashable {
    case expectedValue
    case expectedMemberName
    case expectedColon
    case expectedCommaOrEnd
    case unterminatedString
    case controlCharacter
    case invalidEscape
    case invalidUnicodeEscape
    case trailingData
    /// An unpaired surrogate escape, refused by the `rfc8259` reading only.
    case unpairedSurrogate
    /// A leading U+FEFF, refused by the `rfc8259` reading only.
    case byteOrderMark
    case invalidUTF8
    case depthExceeded(limit: Int)
    case sizeExceeded(limit: Int)
    case integerTooLong(limit: Int)
  }

  /// The `msg` of CPython's `JSONDecodeError`, or a sentence of ours where CPython raises
  /// another exception or none.
  public var pythonMessage: String {
    switch reason {
    case .expectedValue: "Expecting value"
    case .expectedMemberName: "Expecting property name enclosed in double quotes"
    case .expectedColon: "Expecting ':' delimiter"
    case .expectedCommaOrEnd: "Expecting ',' delimiter"
    case .unterminatedString: "Unterminated string starting at"
    case .controlCharacter: "Invalid control character at"
    case .invalidEscape: #"Invalid \escape"#
    case .invalidUnicodeEscape: #"Invalid \uXXXX escape"#
    case .trailingData: "Extra data"
    case .unpairedSurrogate: "Unpaired surrogate"
    case .byteOrderMark: "Unexpected UTF-8 BOM"
    case .invalidUTF8: "Invalid UTF-8"
    case .depthExceeded(let limit): "More than \(limit) nested arrays and objects"
    case .sizeExceeded(let limit): "More than \(limit) bytes"
    case .integerTooLong(let limit): "An integer of more than \(limit) digits"
    }
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  /// The message and the place, laid out as Python prints it.
  public var description: String {
    "\(pythonMessage): line \(line) column \(column) (char \(characterOffset))"
  }
}

extension JSONSyntaxError {
  init(_ reason: Reason, at offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let text = bytes[min(UTF8Text.markLength(bytes), offset)..<offset]
    let lineStart = text.lastIndex(of: ASCII.newline).map { $0 + 1 } ?? text.startIndex
    self.reason = reason
    byteOffset = offset
    characterOffset = UTF8Text.scalarCount(text)
    line = text.reduce(1) { $1 == ASCII.newline ? $0 + 1 : $0 }
    column = UTF8Text.scalarCount(text[lineStart...]) + 1
  }
}
