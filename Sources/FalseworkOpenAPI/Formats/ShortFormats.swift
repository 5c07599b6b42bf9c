// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Formats with short grammars.
enum ShortFormats {
  /// RFC 4122 §3: groups of 8, 4, 4, 4 and 12 hex digits.
  static func isUUID(_ text: String) -> Bool {
    let groups = text.utf8.elements.split(
      separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return groups.map(\.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  /// draft-bhutton-relative-json-pointer-00: a count without leading zeros, then `#` or a pointer.
  static func isRelativePointer(_ text: String) -> Bool {
    let digits = text.utf8.prefix { $0.isDigit }
    guard let first = digits.first, first != UInt8(ascii: "0") || digits.count == 1 else {
      return false
    }
    let rest = String(text.utf8.dropFirst(digits.count)) ?? ""
    return rest == "#" || (try? JSONPointer(parsing: rest)) != nil
  }

  /// A pattern that is understood but not supported is a pattern all the same.
  static func isPattern(_ text: String) -> Bool {
    do {
      _ = try Pattern(text)
      return true
    } catch .unsupported {
      return true
    } catch {
      return false
    }
  }

  /// RFC 4648 §4, padded to a multiple of four.
  static func isBase64(_ text: String) -> Bool {
    let bytes = text.utf8.elements
    let body = bytes.prefix { $0.isDigit || $0.isLetter || $0 == 0x2B || $0 == 0x2F }
    let padding = bytes[body.endIndex...]
    return bytes.count % 4 == 0 && padding.count <= 2
      && padding.allSatisfy { $0 == UInt8(ascii: "=") }
  }
}
