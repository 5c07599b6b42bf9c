// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ObservedReading {
  func countIsReached(_ violations: [Violation]) -> Bool {
    violations.count >= CompiledSchema.violationCountMax
  }

  mutating func readModel(_ value: JSONValue, _ model: SchemaModel) -> Outcome {
    guard case .object(let object) = value else {
      let message = "Input should be a valid dictionary or object to extract fields from"
      return rejection(.modelAttributesType, message, value)
    }
    var taken = Acceptance(value: value, fit: .strict, memberCount: 0)
    var result = JSONObject()
    var violations: [Violation] = []
    for property in model.properties where !countIsReached(violations) {
      guard let member = object[property.name] else {
        fill(property, of: object, into: &result, &violations)
        continue
      }
      taken.memberCount = (taken.memberCount ?? 0) + 1
      switch read(member, as: property.schema, at: .name(property.name)) {
      case .accepted(let acceptance):
        result.members.append(JSONObject.Member(name: property.name, value: acceptance.value))
        taken.memberCount = (taken.memberCount ?? 0) + (acceptance.memberCount ?? 0)
        taken.fit = min(taken.fit, acceptance.fit)
      case .rejected(let more): violations += more
      }
    }
    readExtras(object, model, into: &result, &violations)
    taken.value = .object(result)
    return violations.isEmpty ? .accepted(taken) : .rejected(violations)
  }

  private func fill(
    _ property: SchemaModel.Property, of object: JSONObject, into result: inout JSONObject,
    _ violations: inout [Violation]
  ) {
    if property.isRequired {
      violations.append(
        Violation(
          .missing, at: location + [.name(property.name)], message: "Field required",
          input: .object(object)))
    } else if let value = property.defaultValue ?? impliedDefault(property.schema) {
      result.members.append(JSONObject.Member(name: property.name, value: value))
    }
  }

  /// A nullable field without a default has `None` in Python; the document does not say so.
  private func impliedDefault(_ id: SchemaID) -> JSONValue? {
    switch graph[id].kind {
    case .nullable, .null: .null
    case .reference(let target): impliedDefault(target)
    case .any, .boolean, .integer, .number, .string, .choice, .array, .map, .model, .union: nil
    }
  }

  private mutating func readExtras(
    _ object: JSONObject, _ model: SchemaModel, into result: inout JSONObject,
    _ violations: inout [Violation]
  ) {
    if case .ignored = model.extras { return }
    for member in object.members where !model.names.contains(Array(member.name.utf8)) {
      if countIsReached(violations) { return }
      switch readExtra(member, model.extras) {
      case .accepted(let acceptance):
        result.members.append(JSONObject.Member(name: member.name, value: acceptance.value))
      case .rejected(let more): violations += more
      }
    }
  }

  private mutating func readExtra(
    _ member: JSONObject.Member, _ extras: SchemaModel.Extras
  ) -> Outcome {
    switch extras {
    case .ignored, .kept(nil): return .exact(member.value)
    case .kept(let schema?): return read(member.value, as: schema, at: .name(member.name))
    case .forbidden:
      location.append(.name(member.name))
      defer { location.removeLast() }
      return rejection(.extraForbidden, "Extra inputs are not permitted", member.value)
    }
  }
}
