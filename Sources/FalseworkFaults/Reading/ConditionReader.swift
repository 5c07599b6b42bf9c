// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

/// Reads `when`.
struct ConditionReader {
  static let keys = [
    "operation", "method", "host", "path", "header", "session", "job", "phase", "poll", "attempt",
    "nth", "every", "first", "after", "before", "window", "probability",
  ]

  /// What the condition says of the exchange.
  private(set) var condition = Condition()
  /// The operations that were named, each with its place; `nil` for none.
  private(set) var operations: [(FaultOperation, ScenarioNode)]?
  /// The keys that were used.
  private(set) var names: [String] = []

  init() {}

  init(_ node: ScenarioNode) throws(ScenarioProblem) {
    let members = try node.members(Self.keys)
    names = members.names
    operations = try members.read("operation") { node throws(ScenarioProblem) in
      var operations: [(FaultOperation, ScenarioNode)] = []
      for element in try node.elements() { operations.append((try element.word(), element)) }
      return operations
    }
    condition.methods = try members.read("method", Self.methods)
    condition.host = try members.read("host", Self.glob)
    condition.path = try members.read("path", Self.glob)
    condition.session = try members.read("session", Self.glob)
    condition.fields = try members.read("header", Self.fields) ?? []
    condition.jobs = try members.read("job", Self.numbers)
    condition.polls = try members.read("poll", Self.numbers)
    condition.attempts = try members.read("attempt", Self.numbers)
    condition.phases = try members.read("phase") { node throws(ScenarioProblem) in
      var phases: Set<JobPhase> = []
      for element in try node.elements() { phases.insert(try element.word()) }
      return phases
    }
    condition.window = try Self.window(members)
    condition.occurrences = try Self.occurrences(members)
    condition.probability =
      try members.read("probability") { node throws(ScenarioProblem) in try node.probability() }
      ?? 1
  }

  private static func methods(_ node: ScenarioNode) throws(ScenarioProblem) -> Set<String> {
    var methods: Set<String> = []
    for element in try node.elements() {
      let text = try element.text()
      guard HTTPRequest.Method(text) != nil else {
        throw element.problem("\"\(text.prefix(40))\" is no method", "write GET, POST and so on")
      }
      guard text == text.uppercased() else {
        throw element.problem("methods are in upper case", "write \"\(text.uppercased())\"")
      }
      methods.insert(text)
    }
    return methods
  }

  private static func glob(_ node: ScenarioNode) throws(ScenarioProblem) -> Glob {
    Glob(try node.text(bytesMax: Glob.bytesMax))
  }

  private static func numbers(_ node: ScenarioNode) throws(ScenarioProblem) -> NumberSet {
    NumberSet(try node.numbers())
  }

  private static func fields(_ node: ScenarioNode) throws(ScenarioProblem) -> [Condition.Field] {
    var fields: [Condition.Field] = []
    for (name, value) in try node.entries(countMax: 20) {
      guard let name = HTTPField.Name(name) else {
        throw ScenarioProblem(
          at: value.pointer, part: .name, "\"\(name.prefix(40))\" is no name of a field")
      }
      fields.append(Condition.Field(name, try glob(value)))
    }
    return fields
  }

  /// The span of time in `window`, `after` and `before`, as far as these are durations.
  private static func window(
    _ members: ScenarioMembers
  ) throws(ScenarioProblem) -> Condition.Window? {
    var window = try members.read("window") { node throws(ScenarioProblem) in
      let members = try node.members(["from", "to"])
      var window = Condition.Window()
      if let from = members["from"] { window.from = try from.duration() }
      if let to = members["to"] { window.to = try to.duration() }
      return window
    }
    if let after = members["after"], after.value.numberValue == nil {
      let from = try after.duration()
      window = Condition.Window(from: max(window?.from ?? .zero, from), to: window?.to)
    }
    if let before = members["before"], before.value.numberValue == nil {
      let to = try before.duration()
      window = Condition.Window(from: window?.from ?? .zero, to: min(window?.to ?? to, to))
    }
    if let window, let to = window.to, to <= window.from {
      throw members.node.problem("the time ends before it begins: \(window.text)")
    }
    return window
  }

  /// The occurrences that `nth`, `every`, `first`, `after` and `before` leave, as far as these are
  /// numbers.
  private static func occurrences(
    _ members: ScenarioMembers
  ) throws(ScenarioProblem) -> NumberSet? {
    let countMax = ScenarioNode.countMax
    let spans = try members.read("nth") { node throws(ScenarioProblem) in try node.numbers() }
    let every = try members.read("every") { node throws(ScenarioProblem) in
      try node.integer(in: 1...countMax)
    }
    var (lower, upper) = (1, Int.max)
    if let first = members["first"] { upper = try first.integer(in: 1...countMax) }
    if let after = members["after"], after.value.numberValue != nil {
      lower = try after.integer(in: 0...countMax) + 1
    }
    if let before = members["before"], before.value.numberValue != nil {
      upper = min(upper, try before.integer(in: 2...countMax) - 1)
    }
    let isCounting = spans != nil || every != nil || lower > 1 || upper < .max
    guard isCounting else { return nil }
    let left = (spans ?? [1...Int.max]).compactMap { span -> ClosedRange<Int>? in
      let (low, high) = (max(span.lowerBound, lower), min(span.upperBound, upper))
      return low <= high ? low...high : nil
    }
    let numbers = NumberSet(left, step: every ?? 1)
    guard !numbers.isEmpty else {
      throw members.node.problem(
        "no occurrence meets nth, every, first, after and before together")
    }
    return numbers
  }

  /// Says which operations the rule is about.
  mutating func settle(on operations: Set<FaultOperation>) {
    condition.operations = operations
  }
}
