// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictReading {
  func accepts(_ value: JSONValue, _ types: TypeSet) -> Bool {
    switch value {
    case .null: types.contains(.null)
    case .bool: types.contains(.boolean)
    case .string: types.contains(.string)
    case .array: types.contains(.array)
    case .object: types.contains(.object)
    case .number(let number):
      if types.isDisjoint(with: .number) || !number.isFinite {
        false
      } else if types.isSuperset(of: .number) {
        true
      } else {
        types.contains(isInteger(number) ? .integer : .fraction)
      }
    }
  }

  private func isInteger(_ number: JSONNumber) -> Bool {
    if number.isInteger || graph.tellsIntegersBySpelling { return number.isInteger }
    return ExactNumber(number)?.isIntegral ?? false
  }

  mutating func checkChoices(_ value: JSONValue, _ index: Int) {
    if graph.schemas[index].choices.isEmpty { return }
    for choice in graph.schemas[index].choices where !choice.contains(value) {
      complain(choice.keyword, index, value, "should be \(choice.phrase)")
    }
  }

  mutating func checkNumber(_ value: JSONValue, _ number: JSONNumber, _ index: Int) {
    if graph.schemas[index].bounds.isEmpty { return }
    let exact = ExactNumber(number)
    for bound in graph.schemas[index].bounds where !(exact.map { bound.allows($0) } ?? false) {
      complain(bound.relation.rawValue, index, value, "should be \(bound.phrase)")
    }
  }

  mutating func checkText(_ value: JSONValue, _ text: String, _ index: Int) {
    guard let rules = graph.schemas[index].text else { return }
    if let minimum = rules.minimum, isShorter(text, than: minimum) {
      let length = PythonText.count(minimum, "character")
      complain("minLength", index, value, "should have at least \(length)")
    }
    if let maximum = rules.maximum, text.utf8.count > maximum,
      text.unicodeScalars.count > maximum
    {
      let length = PythonText.count(maximum, "character")
      complain("maxLength", index, value, "should have at most \(length)")
    }
    if let pattern = rules.pattern, !isDone, !isFound(pattern, in: text) {
      complain("pattern", index, value, "should match the pattern \(pattern.source)")
    }
  }

  /// Lengths count scalars (2020-12 validation §6.3); one has up to four bytes.
  private func isShorter(_ text: String, than minimum: Int) -> Bool {
    text.utf8.count < minimum
      || (text.utf8.count / 4 < minimum && text.unicodeScalars.count < minimum)
  }

  mutating func checkFormat(_ value: JSONValue, _ index: Int) {
    guard let format = graph.schemas[index].format, !isDone, !format.accepts(value) else { return }
    complain("format", index, value, "should have the format \(format.rawValue)")
  }
}

extension NumberBound {
  fileprivate var phrase: String {
    switch relation {
    case .minimum: "at least \(literal)"
    case .exclusiveMinimum: "more than \(literal)"
    case .maximum: "at most \(literal)"
    case .exclusiveMaximum: "less than \(literal)"
    case .multipleOf: "a multiple of \(literal)"
    }
  }
}

extension StrictChoice {
  /// The first values, as JSON.
  fileprivate var phrase: String {
    let listed = values.prefix(Self.listedMax).map { $0.text(.python) }.joined(separator: ", ")
    let rest = values.count - Self.listedMax
    if values.count == 1 { return listed }
    return "one of \(listed)" + (rest > 0 ? " and \(rest) more" : "")
  }
}

extension JSONNumber {
  /// Whether this is a number of RFC 8259 §6, which ends in a digit, and not NaN or an infinity.
  fileprivate var isFinite: Bool { literal.utf8.last?.isDigit ?? false }
}
