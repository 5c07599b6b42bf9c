// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictReading {
  mutating func applyArray(
    _ value: JSONValue, _ elements: [JSONValue], _ index: Int, _ looked: inout Evaluated
  ) {
    guard let rules = graph.schemas[index].array else { return }
    checkCount(elements.count, rules.minimum, "minItems", rules.maximum, "maxItems", value, index)
    if rules.isUnique { checkUnique(elements, value, index) }
    for (position, element) in elements.enumerated() {
      if isDone { return }
      let schema = position < rules.prefix.count ? rules.prefix[position] : rules.rest
      guard let schema else { break }
      descend(element, schema, at: .index(position))
    }
    looked.insert(elementsBefore: rules.rest == nil ? rules.prefix.count : .max)
    if rules.contained != nil { checkContained(value, elements, rules, index, &looked) }
    if let schema = rules.unevaluated, !isBroken {
      for (position, element) in elements.enumerated() where !looked.contains(element: position) {
        if isDone { return }
        descend(element, schema, at: .index(position))
      }
      looked.insert(elementsBefore: .max)
    }
  }

  private mutating func checkContained(
    _ value: JSONValue, _ elements: [JSONValue], _ rules: Shared<ArrayRules>, _ index: Int,
    _ looked: inout Evaluated
  ) {
    guard let schema = rules.contained else { return }
    var count = 0
    for (position, element) in elements.enumerated() {
      var inner = Evaluated()
      guard fits(element, schema, &inner) else { continue }
      count += 1
      if graph.tracksEvaluation { looked.insert(element: position) }
    }
    if count < rules.containedMinimum {
      let least = PythonText.count(rules.containedMinimum, "element")
      complain(
        "contains", index, value, "should contain at least \(least) of the kind, not \(count)")
    }
    if let maximum = rules.containedMaximum, count > maximum {
      let most = PythonText.count(maximum, "element")
      complain(
        "maxContains", index, value, "should contain at most \(most) of the kind, not \(count)")
    }
  }

  private mutating func checkUnique(_ elements: [JSONValue], _ value: JSONValue, _ index: Int) {
    var positions: [ValueKey: Int] = [:]
    for (position, element) in elements.enumerated() {
      if let first = positions.updateValue(position, forKey: ValueKey(element)) {
        return complain(
          "uniqueItems", index, value, "elements \(first) and \(position) should not be equal")
      }
    }
  }

  mutating func checkCount(
    _ count: Int, _ minimum: Int?, _ least: String, _ maximum: Int?, _ most: String,
    _ value: JSONValue, _ index: Int
  ) {
    let noun = most == "maxItems" ? "element" : "member"
    if let minimum, count < minimum {
      let text = PythonText.count(minimum, noun)
      complain(least, index, value, "should have at least \(text), not \(count)")
    }
    if let maximum, count > maximum {
      let text = PythonText.count(maximum, noun)
      complain(most, index, value, "should have at most \(text), not \(count)")
    }
  }
}
