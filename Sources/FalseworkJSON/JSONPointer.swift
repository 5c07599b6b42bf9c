// Falsework
// SPDX-License-Identifier: MIT

/// A path into a JSON value (RFC 6901).
public struct JSONPointer: Sendable, Hashable {
  /// The unescaped steps, outermost first; none for the whole document.
  public var tokens: [String]

  /// Creates a pointer from unescaped steps.
  public init(tokens: [String] = []) { self.tokens = tokens }

  /// Creates a pointer from its text form, for instance `/paths/~1a/get`.
  public init(parsing text: String) throws(JSONPointerError) {
    let bytes = Array(text.utf8)
    guard let first = bytes.first else {
      self.init()
      return
    }
    guard first == Self.separator else { throw .missingLeadingSlash }
    var tokens: [String] = []
    let rest = bytes.dropFirst()
    for part in rest.split(separator: Self.separator, omittingEmptySubsequences: false) {
      tokens.append(try Self.unescape(part))
    }
    self.init(tokens: tokens)
  }

  /// Creates a pointer from a URI fragment, for instance `#/components/schemas/File` (RFC 6901 §6).
  public init(fragment: String) throws(JSONPointerError) {
    guard fragment.utf8.first == UInt8(ascii: "#") else { throw .missingNumberSign }
    guard let text = Self.percentDecoded(fragment.utf8.dropFirst()) else {
      throw .invalidPercentEncoding
    }
    try self.init(parsing: text)
  }

  /// Returns this pointer one member further.
  public func appending(_ token: String) -> JSONPointer { JSONPointer(tokens: tokens + [token]) }

  /// Returns this pointer one element further.
  public func appending(_ index: Int) -> JSONPointer { appending(String(index)) }

  /// Returns what the pointer names in `value`, `nil` when there is nothing.
  ///
  /// Of duplicate members the last one is taken. `-` names nothing, since nothing is there.
  public func evaluate(in value: JSONValue) -> JSONValue? {
    var current = value
    for token in tokens {
      guard let next = Self.step(token, in: current) else { return nil }
      current = next
    }
    return current
  }

  private static let separator = UInt8(ascii: "/")

  private static func step(_ token: String, in value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let object): object[token]
    case .array: arrayIndex(token).flatMap { value[$0] }
    case .null, .bool, .number, .string: nil
    }
  }

  /// RFC 6901 §4: digits without leading zeros.
  static func arrayIndex(_ token: String) -> Int? {
    guard token.utf8.allSatisfy(ASCII.isDigit) else { return nil }
    if token.utf8.count > 1, token.utf8.first == ASCII.zero { return nil }
    return Int(token)
  }
}

extension JSONPointer: CustomStringConvertible {
  /// The text form.
  public var description: String {
    tokens.map { "/" + Self.escape($0) }.joined()
  }

  private static func escape(_ token: String) -> String {
    var escaped: [UInt8] = []
    for byte in token.utf8 {
      switch byte {
      case UInt8(ascii: "~"): escaped.append(contentsOf: "~0".utf8)
      case separator: escaped.append(contentsOf: "~1".utf8)
      default: escaped.append(byte)
      }
    }
    return String(decoding: escaped, as: UTF8.self)
  }

  private static func unescape(_ part: ArraySlice<UInt8>) throws(JSONPointerError) -> String {
    var token: [UInt8] = []
    var rest = part[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "~") else {
        token.append(byte)
        continue
      }
      switch rest.popFirst() {
      case ASCII.zero: token.append(UInt8(ascii: "~"))
      case UInt8(ascii: "1"): token.append(separator)
      default: throw .invalidTildeEscape
      }
    }
    return String(decoding: token, as: UTF8.self)
  }

  private static func percentDecoded(_ bytes: Substring.UTF8View) -> String? {
    var decoded: [UInt8] = []
    var rest = Array(bytes)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        decoded.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(ASCII.hexDigitValue),
        let low = rest.popFirst().flatMap(ASCII.hexDigitValue)
      else { return nil }
      decoded.append(UInt8(high << 4 | low))
    }
    return String(validating: decoded, as: UTF8.self)
  }
}

/// Why a text is no JSON pointer.
public enum JSONPointerError: Error, Sendable, Hashable {
  /// A pointer that is not empty begins with `/`.
  case missingLeadingSlash
  /// A fragment begins with `#`.
  case missingNumberSign
  /// `~` is followed by `0` or `1`.
  case invalidTildeEscape
  /// `%` is followed by two hex digits, and the bytes are UTF-8.
  case invalidPercentEncoding
}
