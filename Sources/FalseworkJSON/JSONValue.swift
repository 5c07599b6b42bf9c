// Falsework
// SPDX-License-Identifier: MIT

/// A JSON value that keeps member order, duplicate members and number spellings.
///
/// Equality is exact: two values are equal when they would be written with the same bytes.
/// `isEquivalent(to:)` compares by meaning instead.
public enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case number(JSONNumber)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)
}

extension JSONValue {
  /// The text of a string, `nil` for every other kind.
  public var stringValue: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The truth value of a boolean, `nil` for every other kind.
  public var boolValue: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// The number, `nil` for every other kind.
  public var numberValue: JSONNumber? {
    if case .number(let number) = self { number } else { nil }
  }

  /// The elements of an array, `nil` for every other kind.
  public var arrayValue: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The object, `nil` for every other kind.
  public var objectValue: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// Returns the last member of that name, `nil` when there is none or this is no object.
  public subscript(name: String) -> JSONValue? { objectValue?[name] }

  /// Returns the element at that index, `nil` outside the array or when this is no array.
  public subscript(index: Int) -> JSONValue? {
    guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
    return elements[index]
  }
}

extension JSONValue: Hashable {
  /// Returns whether both values have the same kind, spelling and member order.
  ///
  /// Strings are compared by code point: Swift's own comparison treats canonically
  /// equivalent strings as equal, JSON does not (RFC 8259 §8.3).
  public static func == (left: JSONValue, right: JSONValue) -> Bool {
    switch (left, right) {
    case (.null, .null): true
    case (.bool(let left), .bool(let right)): left == right
    case (.number(let left), .number(let right)): left == right
    case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
    case (.array(let left), .array(let right)): left == right
    case (.object(let left), .object(let right)): left == right
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _): false
    }
  }

  /// Feeds the kind and the content to the hasher.
  public func hash(into hasher: inout Hasher) {
    switch self {
    case .null: hasher.combine(0)
    case .bool(let flag): hasher.combine(flag)
    case .number(let number): hasher.combine(number)
    case .string(let text): hasher.combine(text)
    case .array(let elements): hasher.combine(elements)
    case .object(let object): hasher.combine(object)
    }
  }
}

extension JSONValue {
  /// Returns whether both values mean the same: member order and number spelling are ignored.
  ///
  /// Of duplicate members the last one counts. Integers are compared digit by digit, other
  /// numbers as the nearest doubles.
  public func isEquivalent(to other: JSONValue) -> Bool {
    switch (self, other) {
    case (.number(let left), .number(let right)):
      left.isEquivalent(to: right)
    case (.array(let left), .array(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.isEquivalent(to: $1) }
    case (.object(let left), .object(let right)):
      left.isEquivalent(to: right)
    case (.null, _), (.bool, _), (.number, _), (.string, _), (.array, _), (.object, _):
      self == other
    }
  }
}
