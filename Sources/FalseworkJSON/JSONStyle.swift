// Falsework
// SPDX-License-Identifier: MIT

/// How a value is laid out as text.
public struct JSONStyle: Sendable, Hashable {
  /// What becomes of characters outside ASCII.
  public enum Escaping: Sendable, Hashable {
    /// They are written as they are.
    case onlyRequired
    /// They and DEL are written as `\uXXXX`.
    case allButPrintableASCII
  }

  /// The order of members.
  public enum KeyOrder: Sendable, Hashable {
    /// As the object holds them.
    case asHeld
    /// By code point; duplicates keep their order.
    case sorted
  }

  /// The text between elements and between members.
  public var itemSeparator: String
  /// The text between a name and its value.
  public var nameSeparator: String
  /// What becomes of characters outside ASCII.
  public var escaping: Escaping
  /// The order of members.
  public var keyOrder: KeyOrder

  /// Creates a style.
  public init(
    itemSeparator: String, nameSeparator: String, escaping: Escaping, keyOrder: KeyOrder
  ) {
    self.itemSeparator = itemSeparator
    self.nameSeparator = nameSeparator
    self.escaping = escaping
    self.keyOrder = keyOrder
  }

  /// The style of Starlette's `JSONResponse`: no spaces, only required escapes.
  public static let compact = JSONStyle(
    itemSeparator: ",", nameSeparator: ":", escaping: .onlyRequired, keyOrder: .asHeld)

  /// The style of Python's `json.dumps`.
  public static let python = JSONStyle(
    itemSeparator: ", ", nameSeparator: ": ", escaping: .allButPrintableASCII, keyOrder: .asHeld)

  /// The style of Python's `json.dumps(sort_keys=True)`.
  public static let pythonSorted = JSONStyle(
    itemSeparator: ", ", nameSeparator: ": ", escaping: .allButPrintableASCII, keyOrder: .sorted)
}
