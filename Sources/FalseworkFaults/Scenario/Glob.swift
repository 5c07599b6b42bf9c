// Falsework
// SPDX-License-Identifier: MIT

/// A pattern for text: `*` stands for any text, `?` for one character, the rest for itself.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
  /// The pattern.
  public let description: String
  private let pattern: [UInt8]
  private let isLiteral: Bool

  /// The longest pattern in bytes.
  public static let bytesMax = 1_000

  /// Creates a pattern.
  public init(_ pattern: String) {
    description = pattern
    self.pattern = Array(pattern.utf8)
    isLiteral = !pattern.utf8.contains { $0 == Self.any || $0 == Self.one }
  }

  private static let any = UInt8(ascii: "*")
  private static let one = UInt8(ascii: "?")

  /// Whether the whole text is like the pattern; takes at most the product of their lengths.
  public func matches(_ text: String) -> Bool {
    if isLiteral { return text.utf8.elementsEqual(pattern) }
    let text = Array(text.utf8)
    var (index, place) = (0, 0)
    var star: (place: Int, index: Int)?
    while index < text.count {
      if place < pattern.count, pattern[place] == Self.any {
        star = (place, index)
        place += 1
      } else if place < pattern.count, pattern[place] == Self.one {
        place += 1
        index = Self.characterEnd(text, index)
      } else if place < pattern.count, pattern[place] == text[index] {
        place += 1
        index += 1
      } else if let last = star {
        star = (last.place, last.index + 1)
        (place, index) = (last.place + 1, last.index + 1)
      } else {
        return false
      }
    }
    return pattern[place...].allSatisfy { $0 == Self.any }
  }

  /// The offset behind the Unicode scalar that begins here.
  private static func characterEnd(_ text: [UInt8], _ start: Int) -> Int {
    var end = start + 1
    while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }
}
