// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import Yams

/// A scalar of YAML and the value that the core schema gives it (YAML 1.2.2 §10.3.2).
struct YAMLScalar {
  private let scalar: Node.Scalar

  init(_ scalar: Node.Scalar) {
    self.scalar = scalar
  }

  var value: JSONValue {
    get throws(YAMLProblem) {
      switch scalar.tag.rawValue {
      case Tag.Name.implicit.rawValue:
        return scalar.style == .plain ? try plain : .string(scalar.string)
      case Tag.Name.str.rawValue, "!":
        return .string(scalar.string)
      case Tag.Name.null.rawValue, Tag.Name.bool.rawValue, Tag.Name.int.rawValue,
        Tag.Name.float.rawValue:
        return try plain
      default:
        throw YAMLProblem(
          scalar.mark, reason: "the tag \(scalar.tag.rawValue) means nothing in JSON")
      }
    }
  }

  private var plain: JSONValue {
    get throws(YAMLProblem) {
      switch scalar.string {
      case "", "~", "null", "Null", "NULL": return .null
      case "true", "True", "TRUE": return true
      case "false", "False", "FALSE": return false
      case ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "-.inf", "-.Inf", "-.INF", "+.inf",
        "+.Inf", "+.INF":
        throw YAMLProblem(scalar.mark, reason: "\(scalar.string) is no number of JSON")
      default:
        return Self.number(scalar.string).map(JSONValue.number) ?? .string(scalar.string)
      }
    }
  }

  /// A number, spelled as it is where JSON spells it so.
  private static func number(_ text: String) -> JSONNumber? {
    guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first) else { return nil }
    if let number = JSONNumber(literal: text) { return number }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] where text.hasPrefix(prefix) {
      let digits = text.dropFirst(2)
      guard digits.utf8.first != UInt8(ascii: "+") else { return nil }
      return UInt64(digits, radix: radix).map(JSONNumber.init)
    }
    return JSONNumber(literal: respelled(text))
  }

  /// Returns `+07` as `7`, `.5` as `0.5` and `3.` as `3`; other text becomes no number by it.
  private static func respelled(_ text: String) -> String {
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    guard let first = rest.utf8.first, first == UInt8(ascii: ".") || (48...57).contains(first)
    else { return "" }
    let whole = rest.prefix { $0.isASCII && $0.isNumber }
    rest = rest.dropFirst(whole.count)
    let digits = whole.drop { $0 == "0" }
    var tail = String(rest)
    if tail == "." {
      guard !whole.isEmpty else { return "" }
      tail = ""
    } else if tail.hasPrefix(".e") || tail.hasPrefix(".E") {
      guard !whole.isEmpty else { return "" }
      tail.removeFirst()
    }
    return (isNegative ? "-" : "") + (digits.isEmpty ? "0" : String(digits)) + tail
  }
}
