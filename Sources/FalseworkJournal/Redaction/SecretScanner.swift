// Falsework
// SPDX-License-Identifier: MIT

/// A search for secrets in bytes of text, in one pass.
///
/// It looks around the few bytes that secrets cannot do without: the beginning of a token or a
/// key, and what stands between a name and a value. Every exchange comes by here twice.
struct SecretScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0
  /// What was read and redacted so far, up to `copied`.
  private var output: [UInt8] = []
  private var copied = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// Returns the text without its secrets; `nil` where it has none.
  mutating func redacted() -> [UInt8]? {
    while let next = nextSign() {
      index = next
      switch bytes[next] {
      case UInt8(ascii: "e"): readToken()
      case UInt8(ascii: ":"): readColon(width: 1)
      case UInt8(ascii: "="): readEquals(width: 1)
      default: readPercent()
      }
    }
    guard copied > 0 else { return nil }
    output.append(contentsOf: bytes[copied...])
    return output
  }

  /// The next byte that has to be looked at.
  private func nextSign() -> Int? {
    var next = index
    while next < bytes.count {
      let byte = bytes[next]
      if byte == UInt8(ascii: ":") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "%") {
        return next
      }
      if byte == UInt8(ascii: "e"), next + 1 < bytes.count, bytes[next + 1] == UInt8(ascii: "y") {
        return next
      }
      next += 1
    }
    return nil
  }

  /// Replaces the bytes from `start` up to `end`, and goes on after them.
  private mutating func redact(_ start: Int, _ end: Int) {
    index = max(index + 1, end)
    guard end > start, !bytes[start..<end].elementsEqual(Redaction.mark.utf8) else { return }
    output.append(contentsOf: bytes[copied..<start])
    output.append(contentsOf: Redaction.mark.utf8)
    copied = end
  }

  private func has(_ byte: Unicode.Scalar, at place: Int) -> Bool {
    bytes.indices.contains(place) && bytes[place] == UInt8(ascii: byte)
  }

  private func end(from start: Int, while holds: (UInt8) -> Bool) -> Int {
    var end = start
    while end < bytes.count, holds(bytes[end]) { end += 1 }
    return end
  }
}

// MARK: - Tokens and keys

extension SecretScanner {
  /// A JSON Web Token begins with `eyJ`, the Base64 of an object's beginning (RFC 7519 §3.1); a
  /// key of fal's stands after `Key `.
  private mutating func readToken() {
    let isStart = index == 0 || !bytes[index - 1].isOfToken
    if isStart, has("J", at: index + 2) {
      redact(index + 3, end(from: index + 3, while: \.isOfToken))
    } else if has(" ", at: index + 2), has("K", at: index - 1) || has("k", at: index - 1) {
      readKey(from: index + 3)
    } else {
      index += 1
    }
  }

  private mutating func readKey(from start: Int) {
    let colon = end(from: start) { $0.isOfParameter && $0 != UInt8(ascii: ":") }
    guard colon > start, has(":", at: colon) else {
      index = start
      return
    }
    redact(colon + 1, end(from: colon + 1, while: \.isOfParameter))
  }

  /// Whether a UUID ends here, as the ids of fal's keys are.
  private var isAfterUUID: Bool {
    let start = index - 36
    guard start >= 0, has("-", at: start + 8), has("-", at: start + 23) else { return false }
    return (0..<36).allSatisfy { offset in
      let isDash = offset == 8 || offset == 13 || offset == 18 || offset == 23
      return isDash ? has("-", at: start + offset) : bytes[start + offset].isHexadecimal
    }
  }
}

// MARK: - Names and values

extension SecretScanner {
  /// `%3A` and `%3D` are a colon and an equals sign inside of a URL.
  private mutating func readPercent() {
    if has("3", at: index + 1), has("D", at: index + 2) || has("d", at: index + 2) {
      readEquals(width: 3)
    } else if has("3", at: index + 1), has("A", at: index + 2) || has("a", at: index + 2) {
      readColon(width: 3)
    } else {
      index += 1
    }
  }

  /// A colon stands between a key's id and its secret, a member's name and its value, and after
  /// the scheme of a URL.
  private mutating func readColon(width: Int) {
    let next = index + width
    if has("/", at: next), has("/", at: next + 1) {
      readUserInformation(from: next + 2)
    } else if isAfterUUID {
      redact(next, end(from: next, while: \.isOfParameter))
    } else if let start = secretMember(from: next) {
      redact(start, stringEnd(from: start))
    } else {
      index = next
    }
  }

  /// `user:password@` before a host (RFC 3986 §3.2.1).
  private mutating func readUserInformation(from start: Int) {
    let end = end(from: start, while: \.isOfUserInformation)
    if has("@", at: end) { redact(start, end) } else { index = start }
  }

  /// Where the text of a secret member begins, if the colon stands in `"token": "`.
  private func secretMember(from next: Int) -> Int? {
    guard has("\"", at: index - 1) else { return nil }
    let quote = end(from: next) { $0 == UInt8(ascii: " ") }
    guard has("\"", at: quote) else { return nil }
    let start = nameStart(before: index - 1)
    guard has("\"", at: start - 1), isSecret(start, index - 1) else { return nil }
    return quote + 1
  }

  private func stringEnd(from start: Int) -> Int {
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\"") {
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(end, bytes.count)
  }

  /// An equals sign stands between a parameter's name and its value.
  private mutating func readEquals(width: Int) {
    let next = index + width
    let start = nameStart(before: index)
    guard isSecret(start, index) || isKey(start, index) else {
      index = next
      return
    }
    // A value inside of another one ends at an encoded ampersand, too.
    let isNested = width > 1
    var end = next
    while end < bytes.count, bytes[end].isOfParameter {
      let isEncoded = has("%", at: end) && has("2", at: end + 1) && has("6", at: end + 2)
      if isNested && isEncoded { break }
      end += 1
    }
    redact(next, end)
  }

  private func nameStart(before end: Int) -> Int {
    var start = end
    while start > 0, bytes[start - 1].isOfName, end - start < SecretName.bytesMax { start -= 1 }
    return start
  }

  /// Whether the name between two indices is `key`, which in JSON may be anything's.
  private func isKey(_ start: Int, _ end: Int) -> Bool {
    guard end - start >= 3 else { return false }
    let isAlone = end - start == 3 || has("%", at: end - 6)
    return isAlone
      && ["k", "e", "y"].enumerated().allSatisfy { offset, letter in
        bytes[end - 3 + offset] | 0x20 == UInt8(ascii: letter)
      }
  }

  /// Whether the name between two indices is one of a secret.
  private func isSecret(_ start: Int, _ end: Int) -> Bool {
    let name = UnsafeBufferPointer(rebasing: bytes[start..<end])
    return SecretName.matches(name, afterBackslash: has("\\", at: start - 1))
  }
}
