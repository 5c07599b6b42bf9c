// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictCompiler {
  mutating func readTypes(_ node: DocumentNode) throws(OpenAPIError) -> TypeSet {
    let isNullable = dialect.knowsNullable && node.value["nullable"] == .bool(true)
    guard let type = node.member("type") else {
      if isNullable {
        note(
          .withoutEffect("nullable", because: "there is no 'type' beside it"),
          at: node.pointer.appending("nullable"))
      }
      return .all
    }
    let names = type.value.arrayValue == nil ? [type] : try type.elements()
    var types: TypeSet = isNullable ? .null : []
    for name in names {
      let text = try name.string()
      guard let found = TypeSet.names.first(where: { $0.name == text }) else {
        throw name.failure(.unknownType(text))
      }
      types.formUnion(found.types)
    }
    return types
  }

  func readChoices(_ node: DocumentNode) throws(OpenAPIError) -> [StrictChoice] {
    var choices: [StrictChoice] = []
    if let values = try node.member("enum")?.elements() {
      choices.append(StrictChoice(keyword: "enum", values: values.map(\.value)))
    }
    if dialect.isModern, let constant = node.value["const"] {
      choices.append(StrictChoice(keyword: "const", values: [constant]))
    }
    return choices
  }

  func readBounds(_ node: DocumentNode) throws(OpenAPIError) -> [NumberBound] {
    var bounds: [NumberBound] = []
    try readBound(node, .minimum, exclusive: .exclusiveMinimum, into: &bounds)
    try readBound(node, .maximum, exclusive: .exclusiveMaximum, into: &bounds)
    if let step = node.member("multipleOf") {
      bounds.append(try readBound(step, .multipleOf))
      if bounds.last?.value.isPositive == false {
        throw step.failure(.unexpectedKind(expected: "a number above 0"))
      }
    }
    return bounds
  }

  /// The exclusive keywords are flags beside the bound in draft 4 and the bound itself later.
  private func readBound(
    _ node: DocumentNode, _ relation: NumberBound.Relation,
    exclusive: NumberBound.Relation, into bounds: inout [NumberBound]
  ) throws(OpenAPIError) {
    let flag = node.member(exclusive.rawValue)
    if let bound = node.member(relation.rawValue) {
      let isExclusive = dialect.takesFlags && flag?.value == .bool(true)
      bounds.append(try readBound(bound, isExclusive ? exclusive : relation))
    }
    guard let flag, !(dialect.takesFlags && flag.value.boolValue != nil) else { return }
    if !dialect.takesBounds { throw flag.failure(.unexpectedKind(expected: "a boolean")) }
    bounds.append(try readBound(flag, exclusive))
  }

  private func readBound(
    _ member: DocumentNode, _ relation: NumberBound.Relation
  ) throws(OpenAPIError) -> NumberBound {
    let number = try member.number()
    guard let value = ExactNumber(number) else {
      throw member.failure(.unexpectedKind(expected: "a number"))
    }
    return NumberBound(relation: relation, value: value, literal: number.literal)
  }

  mutating func readTextRules(_ node: DocumentNode) throws(OpenAPIError) -> TextRules? {
    var rules = TextRules()
    rules.minimum = try readCount(node, "minLength")
    rules.maximum = try readCount(node, "maxLength")
    if let pattern = node.member("pattern") {
      rules.pattern = readPattern(try pattern.string(), at: pattern.pointer)
    }
    return rules.minimum == nil && rules.maximum == nil && rules.pattern == nil ? nil : rules
  }

  /// Returns `nil` and leaves a note when the pattern cannot be used.
  mutating func readPattern(_ source: String, at pointer: JSONPointer) -> Pattern? {
    do {
      return try Pattern(source)
    } catch {
      note(.unusablePattern(source, because: error.sentence), at: pointer)
      return nil
    }
  }

  mutating func readFormat(_ node: DocumentNode) throws(OpenAPIError) -> StringFormat? {
    guard let member = node.member("format") else { return nil }
    let name = try member.string()
    if let format = StringFormat(rawValue: name) { return format }
    if !StringFormat.silent.contains(name) { note(.unknownFormat(name), at: member.pointer) }
    return nil
  }

  /// Reads a whole number, which may be written with a fraction of zeros, as in `2.0`.
  func readCount(_ node: DocumentNode, _ keyword: String) throws(OpenAPIError) -> Int? {
    guard let member = node.member(keyword) else { return nil }
    let number = try member.number()
    guard let exact = ExactNumber(number), exact.isIntegral, exact.isPositive || exact.isZero else {
      throw member.failure(.unexpectedKind(expected: "a count"))
    }
    // No value of memory has as many parts as the greatest integer.
    return number.intValue ?? Int(exactly: number.doubleValue) ?? .max
  }
}
