// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ObservedReading {
  mutating func readArray(
    _ value: JSONValue, _ schema: SchemaID?, _ bounds: CountBounds
  ) -> Outcome {
    guard case .array(let elements) = value else {
      return rejection(.listType, "Input should be a valid list", value)
    }
    if let maximum = bounds.maximum, elements.count > maximum {
      return tooLong("List", maximum, actual: elements.count, value)
    }
    var gathered = Gathering()
    for (index, element) in elements.enumerated() where !countIsReached(gathered.violations) {
      let outcome = schema.map { read(element, as: $0, at: .index(index)) } ?? .strict(element)
      if let accepted = gathered.take(outcome) { gathered.elements.append(accepted) }
    }
    if !gathered.violations.isEmpty { return .rejected(gathered.violations) }
    if let minimum = bounds.minimum, elements.count < minimum {
      return tooShort("List", minimum, actual: elements.count, value)
    }
    return .accepted(gathered.acceptance(.array(gathered.elements)))
  }

  mutating func readMap(
    _ value: JSONValue, _ schema: SchemaID?, _ bounds: CountBounds
  ) -> Outcome {
    guard case .object(let object) = value else {
      return rejection(.dictType, "Input should be a valid dictionary", value)
    }
    let maximum = bounds.maximum ?? .max
    var gathered = Gathering()
    for member in object.members where !countIsReached(gathered.violations) {
      let outcome = readEntry(member, schema)
      guard let accepted = gathered.take(outcome) else { continue }
      gathered.members.append(JSONObject.Member(name: member.name, value: accepted))
      if gathered.members.count > maximum { return tooLong("Dictionary", maximum, value) }
    }
    if !gathered.violations.isEmpty { return .rejected(gathered.violations) }
    if let minimum = bounds.minimum, object.count < minimum {
      return tooShort("Dictionary", minimum, actual: object.count, value)
    }
    return .accepted(gathered.acceptance(.object(JSONObject(members: gathered.members))))
  }

  private mutating func readEntry(_ member: JSONObject.Member, _ schema: SchemaID?) -> Outcome {
    guard let schema else { return .strict(member.value) }
    return read(member.value, as: schema, at: .name(member.name))
  }

  private func tooShort(
    _ noun: String, _ minimum: Int, actual: Int, _ value: JSONValue
  ) -> Outcome {
    let items = PythonText.count(minimum, "item")
    return rejection(
      .tooShort, "\(noun) should have at least \(items) after validation, not \(actual)", value,
      [
        "field_type": .string(noun), "min_length": .number(JSONNumber(minimum)),
        "actual_length": .number(JSONNumber(actual)),
      ])
  }

  /// pydantic counts a list beforehand but gives up on a dictionary at the first one too many.
  private func tooLong(
    _ noun: String, _ maximum: Int, actual: Int? = nil, _ value: JSONValue
  ) -> Outcome {
    let items = PythonText.count(maximum, "item")
    let found = actual.map(String.init) ?? "more"
    return rejection(
      .tooLong, "\(noun) should have at most \(items) after validation, not \(found)", value,
      [
        "field_type": .string(noun), "max_length": .number(JSONNumber(maximum)),
        "actual_length": actual.map { .number(JSONNumber($0)) } ?? .null,
      ])
  }

  /// What the parts of a container came to.
  private struct Gathering {
    var elements: [JSONValue] = []
    var members: [JSONObject.Member] = []
    var violations: [Violation] = []
    private var fit = Fit.exact
    private var memberCount: Int?

    mutating func take(_ outcome: Outcome) -> JSONValue? {
      switch outcome {
      case .rejected(let more):
        violations += more
        return nil
      case .accepted(let part):
        fit = min(fit, part.fit)
        if let count = part.memberCount { memberCount = (memberCount ?? 0) + count }
        return part.value
      }
    }

    func acceptance(_ value: JSONValue) -> Acceptance {
      Acceptance(value: value, fit: fit, memberCount: memberCount)
    }
  }
}
