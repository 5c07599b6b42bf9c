// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Bytes that two JSON values share exactly when JSON Schema calls them equal.
///
/// Numbers are equal by value, strings by code point, objects in any order of their members
/// (2020-12 core §4.2.2).
struct ValueKey: Sendable, Hashable {
  private var bytes: [UInt8] = []

  /// Duplicate members must be gone.
  init(_ value: JSONValue) { append(value) }

  private mutating func append(_ value: JSONValue) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "n"))
    case .bool(let flag): bytes.append(UInt8(ascii: flag ? "t" : "f"))
    case .number(let number):
      bytes.append(UInt8(ascii: "0"))
      append(text: ExactNumber(number)?.key ?? number.literal)
    case .string(let text):
      bytes.append(UInt8(ascii: "s"))
      append(text: text)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      for element in elements { append(element) }
      bytes.append(UInt8(ascii: "]"))
    case .object(let object):
      bytes.append(UInt8(ascii: "{"))
      for member in object.members.sorted(by: Self.isOrdered) {
        append(text: member.name)
        append(member.value)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  /// Appends the length first, so that no text can look like the end of another.
  private mutating func append(text: String) {
    withUnsafeBytes(of: UInt64(text.utf8.count)) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: text.utf8)
  }

  private static func isOrdered(_ left: JSONObject.Member, _ right: JSONObject.Member) -> Bool {
    left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
  }
}

extension JSONValue {
  /// Returns whether JSON Schema calls both values equal; duplicate members must be gone.
  func isEqualInSchema(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.string(let left), .string(let right)): return left.hasSameBytes(as: right)
    case (.number(let left), .number(let right)):
      guard let left = ExactNumber(left), let right = ExactNumber(right) else { return false }
      return left == right
    case (.array, .array), (.object, .object): return ValueKey(self) == ValueKey(other)
    default: return self == other
    }
  }

  /// This value with only the last of duplicate members; the same value when there are none.
  var withoutDuplicates: JSONValue { hasDuplicates ? collapsed : self }

  private var hasDuplicates: Bool {
    switch self {
    case .null, .bool, .number, .string: return false
    case .array(let elements): return elements.contains { $0.hasDuplicates }
    case .object(let object):
      return object.hasDuplicateNames || object.members.contains { $0.value.hasDuplicates }
    }
  }

  private var collapsed: JSONValue {
    switch self {
    case .null, .bool, .number, .string: self
    case .array(let elements): .array(elements.map(\.collapsed))
    case .object(let object):
      .object(
        JSONObject(
          members: object.collapsingDuplicates().members.map {
            JSONObject.Member(name: $0.name, value: $0.value.collapsed)
          }))
    }
  }
}
