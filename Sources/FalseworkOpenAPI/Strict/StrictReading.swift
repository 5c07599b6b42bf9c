// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

// Theory of operation
//
// Each function applies a part of a schema to a value and sets `isBroken` when they do not agree.
// A value is first only decided on: nothing is written down and the first disagreement ends it.
// When it does not fit, it is gone through again to explain why, and every disagreement is told.
// Alternatives are always decided on first, and explained only when none of them fits.
//
// What a schema has looked at (`Evaluated`) is gathered for `unevaluatedProperties` and
// `unevaluatedItems`, when the document has them at all; a schema that does not fit has looked at
// nothing (2020-12 core §7.7.1.2).
//
// A budget of steps bounds schemas that go through the same value along exponentially many ways,
// and a limit of depth bounds the stack.

struct StrictReading {
  /// How many times schemas are applied, and pattern threads moved, before giving up.
  static let stepsMax = 10_000_000
  /// How many schemas may be at work at once: as deep as values nest, through three at each level.
  ///
  /// Each takes less than 1 KiB of the stack.
  static let depthMax = 1600

  enum Mode { case deciding, explaining }

  let graph: StrictGraph
  let formats: FormatMeaning
  var mode = Mode.deciding
  var isBroken = false
  var violations: [Violation] = []
  var toldCount = 0
  var location: [LocationStep]
  var steps = Self.stepsMax
  /// The resources entered on the way here, for `$dynamicRef`.
  var scopes: [Int] = []
  private var depth = 0
  private var surrender: Surrender?

  /// Why a value is judged no further.
  enum Surrender { case steps, depth }

  init(graph: StrictGraph, formats: FormatMeaning, location: [LocationStep]) {
    self.graph = graph
    self.formats = formats
    self.location = location
  }

  mutating func judge(_ value: JSONValue, against root: StrictID) -> SchemaVerdict {
    var looked = Evaluated()
    apply(value, root, &looked)
    if let surrender { return .invalid([complaint(surrender, value)]) }
    if !isBroken { return .valid(value) }
    (mode, isBroken, steps) = (.explaining, false, Self.stepsMax)
    apply(value, root, &looked)
    return .invalid(violations.isEmpty ? [complaint(.steps, value)] : violations)
  }

  /// Whether nothing that follows can change the outcome.
  var isDone: Bool { isBroken && mode == .deciding || surrender != nil }

  mutating func apply(_ value: JSONValue, _ id: StrictID, _ looked: inout Evaluated) {
    steps -= 1
    depth += 1
    defer { depth -= 1 }
    if steps < 0 { surrender = .steps }
    if depth > Self.depthMax { surrender = .depth }
    if surrender != nil { return }
    let isBrokenBefore = isBroken
    isBroken = false
    enterScope(of: id)
    if graph.tracksEvaluation {
      var inner = Evaluated()
      applyAll(value, id.index, &inner)
      looked.formUnion(inner)
    } else {
      applyAll(value, id.index, &looked)
    }
    leaveScope()
    isBroken = isBroken || isBrokenBefore
  }

  private mutating func applyAll(_ value: JSONValue, _ index: Int, _ looked: inout Evaluated) {
    if graph.schemas[index].isNever { return complainOfPresence(value, index) }
    let types = graph.schemas[index].types
    if types != .all, !accepts(value, types) {
      return complain("type", index, value, "should be \(types.phrase)")
    }
    checkChoices(value, index)
    if isDone { return }
    if let logic = graph.schemas[index].logic { applyLogic(value, logic, index, &looked) }
    if isDone { return }
    switch value {
    case .null, .bool: break
    case .number(let number): checkNumber(value, number, index)
    case .string(let text): checkText(value, text, index)
    case .array(let elements): applyArray(value, elements, index, &looked)
    case .object(let object): applyObject(value, object, index, &looked)
    }
    if formats == .asserted { checkFormat(value, index) }
  }

  /// Applies a schema to a member or element.
  mutating func descend(
    _ value: JSONValue, _ id: StrictID, at step: @autoclosure () -> LocationStep
  ) {
    var looked = Evaluated()
    if mode == .deciding { return apply(value, id, &looked) }
    location.append(step())
    apply(value, id, &looked)
    location.removeLast()
  }

  /// Returns whether a value fits a schema, and tells nothing.
  mutating func fits(_ value: JSONValue, _ id: StrictID, _ looked: inout Evaluated) -> Bool {
    let outer = (mode, isBroken)
    (mode, isBroken) = (.deciding, false)
    var inner = Evaluated()
    apply(value, id, &inner)
    let isFitting = !isBroken && surrender == nil
    (mode, isBroken) = outer
    if isFitting { looked.formUnion(inner) }
    return isFitting
  }

  /// Returns whether a pattern is found; a search that takes too long ends the judgement.
  mutating func isFound(_ pattern: Pattern, in text: String) -> Bool {
    let isFound = pattern.isFound(in: text, steps: &steps)
    if steps < 0 { surrender = .steps }
    return isFound
  }

  /// Returns what a schema has against a value.
  mutating func causes(_ value: JSONValue, _ id: StrictID) -> [Violation] {
    let outer = (violations, isBroken)
    violations = []
    var looked = Evaluated()
    apply(value, id, &looked)
    let causes = violations
    (violations, isBroken) = outer
    return causes
  }

  private mutating func enterScope(of id: StrictID) {
    if graph.hasDynamicAnchors { scopes.append(graph.schemas[id.index].resource) }
  }

  private mutating func leaveScope() {
    if graph.hasDynamicAnchors { scopes.removeLast() }
  }
}
