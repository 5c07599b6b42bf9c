// Falsework
// SPDX-License-Identifier: MIT

extension String {
  /// The text as one word of a POSIX shell, whatever is in it.
  package var singleQuoted: String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// The text as one word of a POSIX shell, in quotes only where it needs them.
  package var shellWord: String {
    let isPlain = utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
      default: "/._-+,:@%".utf8.contains(byte)
      }
    }
    return isPlain && !isEmpty ? self : singleQuoted
  }
}
