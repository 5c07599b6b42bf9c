// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON

/// Whether the parts of a rule go together, and what follows from them.
struct RuleCheck {
  let condition: ConditionReader
  let action: ActionReader
  let members: ScenarioMembers
  let scope: FaultScope

  /// Something that a rule asks for, and the operations that can give it.
  private struct Need {
    let name: String
    let node: ScenarioNode
    let operations: Set<FaultOperation>
  }

  /// The operations that the rule is about: those that it names, each of which must be able to do
  /// everything, or else all that are.
  func operations() throws(ScenarioProblem) -> Set<FaultOperation> {
    let needs = needs
    if let named = condition.operations {
      for (operation, node) in named {
        if let need = needs.first(where: { !$0.operations.contains(operation) }) {
          throw impossible(need, operation, node)
        }
      }
      return Set(named.map(\.0))
    }
    // A handshake and a delivery are only meant by what nothing else has.
    var able = FaultOperation.exchanges
    if action.places[.certificate] != nil { able = [.handshake] }
    if action.places[.webhook] != nil { able = [.submit] }
    for need in needs {
      able.formIntersection(need.operations)
      guard able.isEmpty else { continue }
      throw need.node.problem(
        "no operation has \(need.name) and the rest of the rule", "drop one of them")
    }
    return able
  }

  private func impossible(
    _ need: Need, _ operation: FaultOperation, _ node: ScenarioNode
  ) -> ScenarioProblem {
    let able = FaultOperation.allCases.filter(need.operations.contains).map(\.rawValue)
    return need.node.problem(
      "\(need.name) has no meaning for the operation \(operation.rawValue)",
      "it goes with \(able.joined(separator: ", "))")
  }

  private var needs: [Need] {
    var needs: [Need] = []
    for name in condition.names {
      guard let operations = Self.operations(ofCondition: name),
        let node = members["when"].flatMap({ $0.member(name) })
      else { continue }
      needs.append(Need(name: name, node: node, operations: operations))
    }
    if let node = members["per"], let operations = Self.operations(of: scope) {
      needs.append(
        Need(name: "per: \(scope.rawValue)", node: node, operations: operations))
    }
    for kind in action.action.kinds {
      guard let node = action.places[kind] else { continue }
      needs.append(
        Need(name: kind.rawValue, node: node, operations: Self.operations(of: kind, action)))
    }
    return needs
  }

  private static func operations(ofCondition name: String) -> Set<FaultOperation>? {
    switch name {
    case "job", "attempt": FaultOperation.aboutJobs
    case "phase": FaultOperation.questions
    case "poll": FaultOperation.questions.union([.webhook])
    case "method", "path", "header": FaultOperation.exchanges
    case "host": FaultOperation.exchanges.union([.connect, .handshake])
    case "session": FaultOperation.exchanges.union([.webhook])
    default: nil
    }
  }

  private static func operations(of scope: FaultScope) -> Set<FaultOperation>? {
    switch scope {
    case .job: FaultOperation.aboutJobs
    // A connection has one tunnel and one handshake at most, so there is nothing to count in it.
    case .connection: FaultOperation.exchanges
    case .session, .server: nil
    }
  }

  private static func operations(
    of kind: FaultActionKind, _ action: ActionReader
  ) -> Set<FaultOperation> {
    switch kind {
    case .job: FaultOperation.submissions
    case .webhook: [.submit, .webhook]
    case .certificate: [.handshake]
    case .file: [.file]
    case .json: FaultOperation.answeredInJSON
    case .reset, .close, .stall:
      action.stopsWithin
        ? FaultOperation.exchanges : FaultOperation.exchanges.union([.connect, .handshake])
    case .error, .reply: FaultOperation.exchanges.union([.connect])
    case .delay, .bandwidth, .drip, .pause, .corrupt, .garbage, .framing, .headers, .status, .date,
      .rateLimit:
      FaultOperation.exchanges
    }
  }

  /// Before the handler where the rule answers by itself, on the reply for everything else.
  func stage() throws(ScenarioProblem) -> FaultStage {
    let answer = action.action.answer
    let answers = answer != nil && !(answer == .wire && action.stopsWithin)
    guard let node = members["at"] else { return answers ? .arrival : .reply }
    let stage: FaultStage = try node.word()
    switch (stage, answer) {
    case (.arrival, nil):
      throw node.problem(
        "the rule changes what the handler replies, so it cannot act before", "leave at out")
    case (.reply, .rateLimit?), (.reply, .redirect?):
      throw node.problem("the rule takes the place of the handler", "leave at out")
    case (.arrival, _), (.reply, _):
      return stage
    }
  }
}

extension ScenarioNode {
  fileprivate func member(_ name: String) -> ScenarioNode? {
    value[name].map { ScenarioNode($0, at: pointer.appending(name)) }
  }
}
