// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension StrictReading {
  /// Notes a disagreement with a keyword.
  @inline(never)
  mutating func complain(
    _ keyword: String, _ index: Int, _ value: JSONValue, _ message: @autoclosure () -> String
  ) {
    isBroken = true
    guard takeTurn() else { return }
    tell(keyword, index, value, message())
  }

  /// Returns whether one more complaint is wanted.
  mutating func takeTurn() -> Bool {
    guard mode == .explaining, toldCount < CompiledSchema.violationCountMax else { return false }
    toldCount += 1
    return true
  }

  mutating func tell(
    _ keyword: String, _ index: Int, _ value: JSONValue, _ message: String,
    causes: [Violation] = []
  ) {
    violations.append(
      Violation(
        Violation.Kind(rawValue: keyword), at: location, message: message, input: value,
        keyword: graph.schemas[index].place.appending(keyword), causes: causes))
  }

  /// Complains of a value where the schema is `false`, in the name of the keyword that holds it.
  mutating func complainOfPresence(_ value: JSONValue, _ index: Int) {
    isBroken = true
    guard takeTurn() else { return }
    let place = graph.schemas[index].place
    violations.append(
      Violation(
        Violation.Kind(rawValue: place.tokens.last ?? "false"), at: location,
        message: "is not allowed here", input: value, keyword: place))
  }

  func complaint(_ surrender: Surrender, _ value: JSONValue) -> Violation {
    let limit =
      switch surrender {
      case .steps: "\(Self.stepsMax) steps through schemas and patterns"
      case .depth: "\(Self.depthMax) schemas within each other"
      }
    return Violation(
      .limitExceeded, at: location, message: "cannot be judged within \(limit)", input: value)
  }
}
