// Falsework
// SPDX-License-Identifier: MIT

extension JSONValue {
  /// The value in a few words for people: long strings and what is beyond the first members are
  /// left out.
  public var snippet: String {
    switch self {
    case .null, .bool: text(.compact)
    case .number(let number): number.literal.shortened
    case .string(let text): text.quotedShort
    case .array(let elements): "[" + Self.list(elements.lazy.map(\.leaf), elements.count) + "]"
    case .object(let object):
      "{"
        + Self.list(
          object.members.lazy.map { "\($0.name.quotedShort): \($0.value.leaf)" }, object.count)
        + "}"
    }
  }

  /// The value inside another one, of which no part is told.
  private var leaf: String {
    switch self {
    case .array(let elements) where !elements.isEmpty: "[…]"
    case .object(let object) where !object.isEmpty: "{…}"
    case .null, .bool, .number, .string, .array, .object: snippet
    }
  }

  private static let partCountMax = 4

  private static func list(_ parts: some Sequence<String>, _ count: Int) -> String {
    let told = Array(parts.prefix(partCountMax))
    let rest = count > partCountMax ? ["… \(count - partCountMax) more"] : []
    return (told + rest).joined(separator: ", ")
  }
}

extension String {
  private static let characterCountMax = 40

  fileprivate var shortened: String {
    let start = prefix(Self.characterCountMax)
    return start.endIndex == endIndex ? self : "\(start)…"
  }

  /// The string as JSON, or its beginning and its length.
  fileprivate var quotedShort: String {
    let start = JSONValue.string(String(prefix(Self.characterCountMax))).text(.compact)
    let count = utf8.count
    guard prefix(Self.characterCountMax).utf8.count < count else { return start }
    return "\(start.dropLast())…\" (\(count) bytes)"
  }
}
