// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension JSONValue {
  /// This value as Python holds it after `json.loads`: numbers in the spelling that Python would
  /// write, and of duplicate members the last.
  var asPythonObject: JSONValue {
    switch self {
    case .null, .bool, .string: self
    case .number(let number): .number(number.pythonNormalized)
    case .array(let elements): .array(elements.map(\.asPythonObject))
    case .object(let object):
      .object(
        JSONObject(
          members: object.collapsingDuplicates().members.map {
            JSONObject.Member(name: $0.name, value: $0.value.asPythonObject)
          }))
    }
  }

  /// This value with the numbers that JSON cannot write as text, the way fal's runner does it.
  var withNonFiniteAsText: JSONValue {
    switch self {
    case .null, .bool, .string: self
    case .number(let number): number.isFinite ? self : .string("\(number.doubleValue)")
    case .array(let elements): .array(elements.map(\.withNonFiniteAsText))
    case .object(let object):
      .object(
        JSONObject(
          members: object.members.map {
            JSONObject.Member(name: $0.name, value: $0.value.withNonFiniteAsText)
          }))
    }
  }
}

extension JSONNumber {
  fileprivate var isFinite: Bool { isInteger || doubleValue.isFinite }
}

/// Texts that Python and pydantic make of values.
enum PythonText {
  /// Returns `1`, `1 or 2`, `1, 2 or 3`: the choices as an error names them.
  static func alternatives(_ values: [JSONValue]) -> String {
    let texts = values.map(representation)
    guard let last = texts.last, texts.count > 1 else { return texts.first ?? "" }
    return texts.dropLast().joined(separator: ", ") + " or " + last
  }

  /// Returns Python's `repr` of a value.
  static func representation(_ value: JSONValue) -> String {
    switch value {
    case .null: "None"
    case .bool(let flag): flag ? "True" : "False"
    case .number(let number): number.pythonNormalized.literal
    case .string(let text): quoted(text)
    case .array, .object: value.text(.python)
    }
  }

  private static func quoted(_ text: String) -> String {
    let quote: Unicode.Scalar =
      text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
    var result = String.UnicodeScalarView()
    result.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n": result.append(contentsOf: "\\n".unicodeScalars)
      case "\r": result.append(contentsOf: "\\r".unicodeScalars)
      case "\t": result.append(contentsOf: "\\t".unicodeScalars)
      case "\\", quote:
        result.append("\\")
        result.append(scalar)
      default: result.append(scalar)
      }
    }
    result.append(quote)
    return String(result)
  }

  /// Returns `1 item` or `2 items`.
  static func count(_ number: Int, _ noun: String) -> String {
    number == 1 ? "1 \(noun)" : "\(number) \(noun)s"
  }

  /// Returns a number as Rust prints it: never an exponent, never `.0`.
  static func bound(_ number: JSONNumber) -> String {
    let literal = number.pythonNormalized.literal
    guard !number.isInteger, let parts = Decimal(literal) else { return literal }
    return parts.text
  }

  /// The digits of a double and the place of its point.
  private struct Decimal {
    private let isNegative: Bool
    private let digits: [UInt8]
    private let exponent: Int

    init?(_ literal: String) {
      let halves = literal.split(separator: "e")
      guard let mantissa = halves.first, let power = Int(halves.count > 1 ? halves[1] : "0") else {
        return nil
      }
      let point = mantissa.split(separator: ".")
      var digits = Array(mantissa.utf8.filter { (0x30...0x39).contains($0) })
      var exponent = power - (point.count > 1 ? point[1].utf8.count : 0)
      while digits.count > 1, digits.last == 0x30 {
        digits.removeLast()
        exponent += 1
      }
      isNegative = mantissa.utf8.first == UInt8(ascii: "-")
      self.digits = Array(digits.drop { $0 == 0x30 })
      self.exponent = exponent
    }

    var text: String {
      var whole = digits
      var fraction: [UInt8] = []
      if exponent >= 0 {
        whole += [UInt8](repeating: 0x30, count: digits.isEmpty ? 0 : exponent)
      } else {
        let padding = [UInt8](repeating: 0x30, count: max(0, -exponent - digits.count))
        fraction = padding + digits.suffix(-exponent)
        whole = digits.dropLast(-exponent)
      }
      let left = whole.isEmpty ? "0" : String(decoding: whole, as: UTF8.self)
      let right = fraction.isEmpty ? "" : "." + String(decoding: fraction, as: UTF8.self)
      return (isNegative ? "-" : "") + left + right
    }
  }
}
