// Falsework
// SPDX-License-Identifier: MIT

/// The types that `type` allows; a number is either an integer or a fraction.
struct TypeSet: OptionSet, Sendable, Hashable {
  let rawValue: UInt8

  static let null = TypeSet(rawValue: 1)
  static let boolean = TypeSet(rawValue: 2)
  static let integer = TypeSet(rawValue: 4)
  static let fraction = TypeSet(rawValue: 8)
  static let string = TypeSet(rawValue: 16)
  static let array = TypeSet(rawValue: 32)
  static let object = TypeSet(rawValue: 64)
  static let number: TypeSet = [.integer, .fraction]
  static let all = TypeSet(rawValue: 127)

  static let names: [(name: String, types: TypeSet)] = [
    ("null", .null), ("boolean", .boolean), ("number", .number), ("integer", .integer),
    ("string", .string), ("array", .array), ("object", .object),
  ]

  /// Returns the types with their articles, for instance `a string or null`.
  var phrase: String {
    var rest = self
    let phrases = Self.names.compactMap { name, types -> String? in
      guard rest.isSuperset(of: types), !types.isEmpty else { return nil }
      rest.subtract(types)
      switch name {
      case "null": return name
      case "integer", "array", "object": return "an " + name
      default: return "a " + name
      }
    }
    return phrases.isEmpty ? "nothing" : phrases.joined(separator: " or ")
  }
}
