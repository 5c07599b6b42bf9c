// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

extension ObservedReading {
  /// pydantic's smart mode: the first exact fit, else the best one, else every complaint.
  mutating func readUnion(_ value: JSONValue, _ members: [SchemaID]) -> Outcome {
    var best: Acceptance?
    var violations: [Violation] = []
    for member in members where !countIsReached(violations) {
      switch read(value, as: member, at: .label(label(of: member))) {
      case .accepted(let candidate):
        if candidate.fit == .exact, candidate.memberCount == nil { return .accepted(candidate) }
        if best.map({ Self.isBetter(candidate, than: $0) }) ?? true { best = candidate }
      case .rejected(let more): violations += more
      }
    }
    return best.map { .accepted($0) } ?? .rejected(violations)
  }

  private static func isBetter(_ candidate: Acceptance, than best: Acceptance) -> Bool {
    if let new = candidate.memberCount, let old = best.memberCount, new != old { return new > old }
    return candidate.fit > best.fit
  }

  /// How deep a label looks into its schema before it writes an ellipsis.
  private static let labelDepthMax = 8

  /// Returns the name that pydantic gives an alternative in `loc`, for instance `list[str]`.
  private func label(of id: SchemaID, depth: Int = 0) -> String {
    if depth > Self.labelDepthMax { return "..." }
    let inner = { (id: SchemaID?) in id.map { label(of: $0, depth: depth + 1) } ?? "any" }
    let node = graph[id]
    switch node.kind {
    case .any: return "any"
    case .null: return "none"
    case .boolean: return "bool"
    case .integer(let bounds): return bounds.isEmpty ? "int" : "constrained-int"
    case .number(let bounds): return bounds.isEmpty ? "float" : "constrained-float"
    case .string(let bounds): return bounds.isEmpty ? "str" : "constrained-str"
    case .choice(let choice): return label(of: choice, name: node.name)
    case .array(let elements, _): return "list[\(inner(elements))]"
    case .map(let values, _): return "dict[str,\(inner(values))]"
    case .model: return node.name ?? "model"
    case .nullable(let target): return "nullable[\(inner(target))]"
    case .union(let members): return "union[\(members.map(inner).joined(separator: ","))]"
    case .reference(let target): return inner(target)
    }
  }

  private func label(of choice: SchemaChoice, name: String?) -> String {
    if choice.origin == .component, let name { return "enum[\(name)]" }
    let values = choice.values.map(PythonText.representation)
    return "literal[\(values.joined(separator: ","))]"
  }
}
