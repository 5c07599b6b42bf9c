// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ObservedReading {
  func readNull(_ value: JSONValue) -> Outcome {
    if value == .null { return .exact(.null) }
    return rejection(.noneRequired, "Input should be None", value)
  }

  func readString(_ value: JSONValue, _ bounds: TextBounds) -> Outcome {
    guard case .string(let text) = value else {
      return rejection(.stringType, "Input should be a valid string", value)
    }
    if bounds.isEmpty { return .exact(value) }
    let length = text.unicodeScalars.count
    if let minimum = bounds.length.minimum, length < minimum {
      let message = "String should have at least \(PythonText.count(minimum, "character"))"
      return rejection(
        .stringTooShort, message, value, ["min_length": .number(JSONNumber(minimum))])
    }
    if let maximum = bounds.length.maximum, length > maximum {
      let message = "String should have at most \(PythonText.count(maximum, "character"))"
      return rejection(.stringTooLong, message, value, ["max_length": .number(JSONNumber(maximum))])
    }
    if let pattern = bounds.pattern, !Self.isFound(pattern, in: text) {
      let message = "String should match pattern '\(pattern.source)'"
      return rejection(
        .stringPatternMismatch, message, value, ["pattern": .string(pattern.source)])
    }
    return .exact(value)
  }

  /// Deviation: pydantic's patterns are Rust's, whose `\d` and `\w` go beyond ASCII, and it has no
  /// bound on their work.
  private static func isFound(_ pattern: Pattern, in text: String) -> Bool {
    var steps = StrictReading.stepsMax
    return pattern.isFound(in: text, steps: &steps)
  }

  func readBoolean(_ value: JSONValue) -> Outcome {
    switch value {
    case .bool: return .exact(value)
    case .number(let number): return readBoolean(value, number)
    case .string(let text): return readBoolean(value, text)
    case .null, .array, .object: return booleanTypeRejection(value)
    }
  }

  /// 0 and 1 are taken; a fraction or a number beyond 64 bits counts as another type, and so
  /// does the lowest 64-bit integer when it is written as a fraction.
  private func readBoolean(_ value: JSONValue, _ number: JSONNumber) -> Outcome {
    switch number.isInteger ? number.intValue : Int(exactly: number.doubleValue) {
    case 0: .lax(false)
    case 1: .lax(true)
    case nil: booleanTypeRejection(value)
    case Int.min where !number.isInteger: booleanTypeRejection(value)
    case _?: booleanParsingRejection(value)
    }
  }

  private func readBoolean(_ value: JSONValue, _ text: String) -> Outcome {
    switch text.lowercased() {
    case "1", "on", "t", "true", "y", "yes": .lax(true)
    case "0", "off", "f", "false", "n", "no": .lax(false)
    default: booleanParsingRejection(value)
    }
  }

  private func booleanTypeRejection(_ value: JSONValue) -> Outcome {
    rejection(.boolType, "Input should be a valid boolean", value)
  }

  private func booleanParsingRejection(_ value: JSONValue) -> Outcome {
    rejection(
      .boolParsing, "Input should be a valid boolean, unable to interpret input", value)
  }

  func readChoice(_ value: JSONValue, _ choice: SchemaChoice) -> Outcome {
    let fit: Fit = choice.origin == .inline ? .exact : .lax
    if choice.values.contains(value) { return .accepted(Acceptance(value: value, fit: fit)) }
    // pydantic looks integers up as 64-bit ones and gives up on longer ones.
    if case .number(let number) = value, number.isInteger, number.intValue == nil,
      choice.values.contains(where: { $0.numberValue?.isInteger == true })
    {
      return rejection(.intParsingSize, IntegerText.sizeMessage, value)
    }
    if let equal = choice.values.last(where: { Self.areEqualInPython($0, value) }) {
      return .accepted(Acceptance(value: equal, fit: fit))
    }
    let expected = PythonText.alternatives(choice.values)
    return rejection(
      choice.origin == .inline ? .literalError : .enumeration, "Input should be \(expected)",
      value, ["expected": .string(expected)])
  }

  /// Python finds `1`, `1.0` and `True` equal.
  private static func areEqualInPython(_ left: JSONValue, _ right: JSONValue) -> Bool {
    guard let left = numericValue(left), let right = numericValue(right) else { return false }
    return left == right
  }

  private static func numericValue(_ value: JSONValue) -> Double? {
    switch value {
    case .bool(let flag): flag ? 1 : 0
    case .number(let number): number.doubleValue
    case .null, .string, .array, .object: nil
    }
  }
}
