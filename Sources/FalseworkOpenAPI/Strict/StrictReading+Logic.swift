// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictReading {
  mutating func applyLogic(
    _ value: JSONValue, _ rules: Shared<LogicRules>, _ index: Int, _ looked: inout Evaluated
  ) {
    if let target = rules.reference { apply(value, target, &looked) }
    if let reference = rules.dynamicReference {
      apply(value, dynamicTarget(reference.target, reference.anchor), &looked)
    }
    for schema in rules.all where !isDone { apply(value, schema, &looked) }
    if !rules.any.isEmpty, !isDone { applyAny(value, rules, index, &looked) }
    if !rules.one.isEmpty, !isDone { applyOne(value, rules, index, &looked) }
    if let schema = rules.not, !isDone {
      var inner = Evaluated()
      if fits(value, schema, &inner) {
        complain("not", index, value, "should not fit the schema of 'not'")
      }
    }
    guard let condition = rules.condition, !isDone else { return }
    let branch = fits(value, condition, &looked) ? rules.consequence : rules.alternative
    if let branch { apply(value, branch, &looked) }
  }

  /// The outermost schema with that anchor in the dynamic scope (2020-12 core §8.2.3.2).
  private func dynamicTarget(_ target: StrictID, _ anchor: String?) -> StrictID {
    guard let anchor else { return target }
    for scope in scopes { if let found = graph.dynamicAnchors[scope][anchor] { return found } }
    return target
  }

  private mutating func applyAny(
    _ value: JSONValue, _ rules: Shared<LogicRules>, _ index: Int, _ looked: inout Evaluated
  ) {
    var isFitting = false
    for schema in rules.any where !isFitting || graph.tracksEvaluation {
      if fits(value, schema, &looked) { isFitting = true }
    }
    if !isFitting { complainOfAlternatives("anyOf", value, rules.any, rules, index) }
  }

  private mutating func applyOne(
    _ value: JSONValue, _ rules: Shared<LogicRules>, _ index: Int, _ looked: inout Evaluated
  ) {
    var fitting: [Int] = []
    var inner = Evaluated()
    for (position, schema) in rules.one.enumerated() where fitting.count < 2 {
      if fits(value, schema, &inner) { fitting.append(position) }
    }
    switch fitting.count {
    case 0: complainOfAlternatives("oneOf", value, rules.one, rules, index)
    case 1: looked.formUnion(inner)
    default:
      let both = fitting.map(String.init).joined(separator: " and ")
      complain("oneOf", index, value, "should fit one alternative only, but fits \(both)")
    }
  }

  /// Tells what the alternative that was meant has against the value, if one can be made out;
  /// else what each has.
  @inline(never)
  private mutating func complainOfAlternatives(
    _ keyword: String, _ value: JSONValue, _ alternatives: [StrictID], _ rules: Shared<LogicRules>,
    _ index: Int
  ) {
    isBroken = true
    guard takeTurn() else { return }
    if let chosen = chosenAlternative(value, rules) {
      var looked = Evaluated()
      return apply(value, chosen, &looked)
    }
    let causes = alternatives.map { self.causes(value, $0) }
    let meant = causes.filter { typesInstead($0) == nil }
    if meant.count == 1 {
      violations += meant[0]
      // What is not told after all takes no turn: this complaint, and a type of each of the others.
      toldCount -= causes.count
    } else if meant.isEmpty {
      let types = causes.compactMap(typesInstead).reduce(into: TypeSet()) { $0.formUnion($1) }
      tell(keyword, index, value, "should be \(types.phrase)", causes: causes.flatMap(\.self))
    } else {
      let phrase = "should fit one of \(alternatives.count) alternatives"
      tell(keyword, index, value, phrase, causes: causes.flatMap(\.self))
    }
  }

  private func chosenAlternative(_ value: JSONValue, _ rules: Shared<LogicRules>) -> StrictID? {
    guard let discriminator = rules.discriminator,
      let name = value[discriminator.property]?.stringValue
    else { return nil }
    return discriminator.targets[name]
  }

  /// Returns the types that an alternative wants, if it has nothing against a value but its type.
  private func typesInstead(_ causes: [Violation]) -> TypeSet? {
    guard causes.count == 1, causes[0].type.rawValue == "type", causes[0].location == location,
      var place = causes[0].keyword
    else { return nil }
    place.tokens.removeLast()
    return graph.ids[place].map { graph.schemas[$0.index].types }
  }
}
