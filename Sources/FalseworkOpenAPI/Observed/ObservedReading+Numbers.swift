// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ObservedReading {
  func readInteger(_ value: JSONValue, _ bounds: NumericBounds) -> Outcome {
    switch value {
    case .bool(let flag):
      return bounded(integer: JSONNumber(flag ? 1 : 0), fit: .lax, value, bounds)
    case .number(let number) where number.isInteger:
      return bounded(integer: number, fit: .exact, value, bounds)
    case .number(let number):
      return readInteger(value, number.doubleValue, bounds)
    case .string(let text):
      return readInteger(value, text, bounds)
    case .null, .array, .object:
      return rejection(.intType, "Input should be a valid integer", value)
    }
  }

  private func readInteger(
    _ value: JSONValue, _ double: Double, _ bounds: NumericBounds
  ) -> Outcome {
    guard double.isFinite else {
      return rejection(.finiteNumber, "Input should be a finite number", value)
    }
    guard double.rounded(.towardZero) == double else {
      let message = "Input should be a valid integer, got a number with a fractional part"
      return rejection(.intFromFloat, message, value)
    }
    // The lowest 64-bit integer would fit and is refused all the same.
    guard let integer = Int(exactly: double), integer != .min else {
      return rejection(.intParsingSize, IntegerText.sizeMessage, value)
    }
    return bounded(integer: JSONNumber(integer), fit: .lax, value, bounds)
  }

  private func readInteger(_ value: JSONValue, _ text: String, _ bounds: NumericBounds) -> Outcome {
    switch IntegerText.read(text) {
    case .integer(let number):
      return bounded(integer: number, fit: .lax, value, bounds)
    case .tooLong:
      return rejection(.intParsingSize, IntegerText.sizeMessage, value)
    case .malformed:
      let message = "Input should be a valid integer, unable to parse string as an integer"
      return rejection(.intParsing, message, value)
    }
  }

  private func bounded(
    integer: JSONNumber, fit: Fit, _ value: JSONValue, _ bounds: NumericBounds
  ) -> Outcome {
    if let step = bounds.multipleOf, !integer.isMultiple(of: step) {
      return multipleRejection(step, value)
    }
    if let bound = bounds.maximum, bound.isLess(than: integer) {
      return boundRejection(.lessThanEqual, "less than or equal to", "le", bound, value)
    }
    if let bound = bounds.exclusiveMaximum, !integer.isLess(than: bound) {
      return boundRejection(.lessThan, "less than", "lt", bound, value)
    }
    if let bound = bounds.minimum, integer.isLess(than: bound) {
      return boundRejection(.greaterThanEqual, "greater than or equal to", "ge", bound, value)
    }
    if let bound = bounds.exclusiveMinimum, !bound.isLess(than: integer) {
      return boundRejection(.greaterThan, "greater than", "gt", bound, value)
    }
    return .accepted(Acceptance(value: .number(integer), fit: fit))
  }

  func readNumber(_ value: JSONValue, _ bounds: NumericBounds) -> Outcome {
    switch value {
    case .bool(let flag):
      return bounded(double: flag ? 1 : 0, fit: .lax, value, bounds)
    case .number(let number):
      let double = number.doubleValue
      // Python cannot turn such an integer into a float at all.
      if number.isInteger, double.isInfinite { return numberTypeRejection(value) }
      return bounded(double: double, fit: number.isInteger ? .strict : .exact, value, bounds)
    case .string(let text):
      guard let double = DoubleText.read(text) else {
        let message = "Input should be a valid number, unable to parse string as a number"
        return rejection(.floatParsing, message, value)
      }
      return bounded(double: double, fit: .lax, value, bounds)
    case .null, .array, .object:
      return numberTypeRejection(value)
    }
  }

  private func numberTypeRejection(_ value: JSONValue) -> Outcome {
    rejection(.floatType, "Input should be a valid number", value)
  }

  /// Every bound is written so that NaN fails it.
  private func bounded(
    double: Double, fit: Fit, _ value: JSONValue, _ bounds: NumericBounds
  ) -> Outcome {
    if let step = bounds.multipleOf, !Self.isMultiple(double, of: step.doubleValue) {
      return multipleRejection(step.asDouble, value)
    }
    if let bound = bounds.maximum, !(double <= bound.doubleValue) {
      return boundRejection(.lessThanEqual, "less than or equal to", "le", bound.asDouble, value)
    }
    if let bound = bounds.exclusiveMaximum, !(double < bound.doubleValue) {
      return boundRejection(.lessThan, "less than", "lt", bound.asDouble, value)
    }
    if let bound = bounds.minimum, !(double >= bound.doubleValue) {
      return boundRejection(
        .greaterThanEqual, "greater than or equal to", "ge", bound.asDouble, value)
    }
    if let bound = bounds.exclusiveMinimum, !(double > bound.doubleValue) {
      return boundRejection(.greaterThan, "greater than", "gt", bound.asDouble, value)
    }
    return .accepted(Acceptance(value: .number(JSONNumber(double)), fit: fit))
  }

  /// pydantic forgives a billionth either way, because 0.3 is no multiple of 0.1 in binary; it
  /// takes NaN and the infinities.
  private static func isMultiple(_ double: Double, of step: Double) -> Bool {
    let nearest = (double / step).rounded(.toNearestOrAwayFromZero) * step
    return !((double - nearest).magnitude > 1e-9)
  }

  private func boundRejection(
    _ type: Violation.Kind, _ relation: String, _ key: String, _ bound: JSONNumber,
    _ value: JSONValue
  ) -> Outcome {
    let message = "Input should be \(relation) \(PythonText.bound(bound))"
    return rejection(type, message, value, [key: .number(bound)])
  }

  private func multipleRejection(_ step: JSONNumber, _ value: JSONValue) -> Outcome {
    let message = "Input should be a multiple of \(PythonText.bound(step))"
    return rejection(.multipleOf, message, value, ["multiple_of": .number(step)])
  }
}

extension JSONNumber {
  fileprivate var asDouble: JSONNumber { JSONNumber(doubleValue) }
}
