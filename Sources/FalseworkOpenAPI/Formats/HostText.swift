// Falsework
// SPDX-License-Identifier: MIT

/// Names and addresses of hosts.
enum HostText {
  /// RFC 1123 §2.1: labels of letters, digits and inner hyphens, at most 63 each and 253 in all.
  static func isHostname(_ text: String) -> Bool {
    let bytes = text.utf8.elements
    let labels = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return bytes.count <= 253 && labels.allSatisfy(isLabel)
  }

  private static func isLabel(_ label: ArraySlice<UInt8>) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.count) && label.first != hyphen && label.last != hyphen
      && label.allSatisfy { $0.isDigit || $0.isLetter || $0 == hyphen }
  }

  /// RFC 2673 §3.2: four numbers up to 255 without leading zeros.
  static func isIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy(isOctet)
  }

  private static func isOctet(_ part: ArraySlice<UInt8>) -> Bool {
    guard (1...3).contains(part.count), part.allSatisfy(\.isDigit) else { return false }
    if part.count > 1, part.first == UInt8(ascii: "0") { return false }
    return part.reduce(0) { $0 * 10 + Int($1 - 0x30) } <= 255
  }

  /// RFC 4291 §2.2: eight groups of hex digits, the last two perhaps as IPv4, and perhaps one run
  /// of zeros left out.
  static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    let colons: [UInt8] = [0x3A, 0x3A]
    guard let gap = bytes.firstRange(of: colons) else {
      return groupCount(bytes, mayEndInIPv4: true) == 8
    }
    let before = bytes[..<gap.lowerBound]
    let after = bytes[gap.upperBound...]
    guard let left = groupCount(before, mayEndInIPv4: false),
      let right = groupCount(after, mayEndInIPv4: true)
    else { return false }
    return left + right < 8
  }

  private static func groupCount(_ bytes: ArraySlice<UInt8>, mayEndInIPv4: Bool) -> Int? {
    if bytes.isEmpty { return 0 }
    let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var count = 0
    for (index, group) in groups.enumerated() {
      if (1...4).contains(group.count), group.allSatisfy(\.isHexDigit) {
        count += 1
      } else if mayEndInIPv4, index == groups.count - 1, isIPv4(group) {
        count += 2
      } else {
        return nil
      }
    }
    return count
  }
}
