// Falsework
// SPDX-License-Identifier: MIT

extension Redaction {
  /// Returns an `Authorization` value with the scheme and the beginning of the key's id only.
  public static func authorization(_ value: String) -> String {
    var value = value
    let kept = value.withUTF8 { keptCredential($0) }
    return String(decoding: kept, as: UTF8.self)
  }

  /// The bytes of an `Authorization` value that may be kept.
  static func keptCredential(_ value: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let space = value.firstIndex(of: UInt8(ascii: " ")) ?? value.count
    let scheme = value[..<space]
    // What is no scheme may be a secret.
    guard schemes.contains(where: { isSame($0, scheme) }) else { return Array(mark.utf8) }
    var kept = Array(scheme)
    kept.append(UInt8(ascii: " "))
    if isSame(schemes[0], scheme) {
      kept.append(contentsOf: keptID(value[space...].drop { $0 == UInt8(ascii: " ") }))
    }
    kept.append(contentsOf: mark.utf8)
    return kept
  }

  /// The beginning of a key's id; nothing of what may be a secret without an id.
  private static func keptID(
    _ key: Slice<UnsafeBufferPointer<UInt8>>
  ) -> Slice<UnsafeBufferPointer<UInt8>> {
    let colon = key.firstIndex(of: UInt8(ascii: ":"))
    if let colon {
      // Of a short id only half is kept: it may be all that there is to guess.
      let idBytes = colon - key.startIndex
      return key.prefix(min(keyCharactersKept, idBytes / 2)).prefix { $0 < 0x80 }
    }
    let kept = key.dropLast(mark.utf8.count)
    let isRedacted = key.suffix(mark.utf8.count).elementsEqual(mark.utf8)
    return isRedacted && kept.count <= keyCharactersKept ? kept : key.prefix(0)
  }

  /// The schemes that are known, in lower case; keys come first.
  private static let schemes = ["key", "bearer", "basic", "digest", "token"].map { Array($0.utf8) }

  private static func isSame(_ known: [UInt8], _ scheme: Slice<UnsafeBufferPointer<UInt8>>) -> Bool
  {
    guard known.count == scheme.count else { return false }
    for offset in known.indices where known[offset] != scheme[scheme.startIndex + offset] | 0x20 {
      return false
    }
    return true
  }
}
