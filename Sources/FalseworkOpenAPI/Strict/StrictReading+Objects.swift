// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictReading {
  mutating func applyObject(
    _ value: JSONValue, _ object: JSONObject, _ index: Int, _ looked: inout Evaluated
  ) {
    guard let rules = graph.schemas[index].object else { return }
    checkCount(
      object.count, rules.minimum, "minProperties", rules.maximum, "maxProperties", value, index)
    var requiredCount = 0
    for (position, member) in object.members.enumerated() {
      if isDone { return }
      let entry = rules.table.index(of: member.name)
      if let entry, rules.entries[entry].isRequired { requiredCount += 1 }
      let schema = entry.flatMap { rules.entries[$0].schema }
      if applyMember(member, schema, rules), graph.tracksEvaluation {
        looked.insert(member: position)
      }
      if let names = rules.names { applyName(member.name, names) }
    }
    if requiredCount < rules.requiredCount { complainOfAbsence(value, object, rules, index) }
    if rules.hasDependents { applyDependents(value, object, rules, index, &looked) }
    if let schema = rules.unevaluated, !isBroken {
      for (position, member) in object.members.enumerated()
      where !looked.members.contains(position) {
        if isDone { return }
        descend(member.value, schema, at: .name(member.name))
        looked.insert(member: position)
      }
    }
  }

  /// Returns whether any schema describes the member.
  private mutating func applyMember(
    _ member: JSONObject.Member, _ schema: StrictID?, _ rules: Shared<ObjectRules>
  ) -> Bool {
    var isDescribed = false
    if let schema {
      isDescribed = true
      descend(member.value, schema, at: .name(member.name))
    }
    for (pattern, schema) in rules.patterns where !isDone {
      guard isFound(pattern, in: member.name) else { continue }
      isDescribed = true
      descend(member.value, schema, at: .name(member.name))
    }
    if !isDescribed, let rest = rules.rest {
      isDescribed = true
      descend(member.value, rest, at: .name(member.name))
    }
    return isDescribed
  }

  private mutating func applyName(_ name: String, _ schema: StrictID) {
    var looked = Evaluated()
    apply(.string(name), schema, &looked)
  }

  private mutating func complainOfAbsence(
    _ value: JSONValue, _ object: JSONObject, _ rules: Shared<ObjectRules>, _ index: Int
  ) {
    if mode == .deciding {
      isBroken = true
      return
    }
    for entry in rules.entries where entry.isRequired && object[entry.name] == nil {
      complain("required", index, value, "should have the member '\(entry.name)'")
    }
  }

  private mutating func applyDependents(
    _ value: JSONValue, _ object: JSONObject, _ rules: Shared<ObjectRules>, _ index: Int,
    _ looked: inout Evaluated
  ) {
    for entry in rules.entries where !entry.requires.isEmpty || entry.dependent != nil {
      guard object[entry.name] != nil else { continue }
      for name in entry.requires where object[name] == nil {
        complain(
          entry.requiresKeyword, index, value,
          "should have the member '\(name)', because it has '\(entry.name)'")
      }
      if let schema = entry.dependent { apply(value, schema, &looked) }
      if isDone { return }
    }
  }
}
