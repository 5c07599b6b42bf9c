// Falsework
// SPDX-License-Identifier: MIT

/// Reads one rule.
enum RuleReader {
  static let keys = ["name", "when", "do", "at", "per", "times"]

  /// Returns the rule that stands for `job` or `webhook` of a whole scenario.
  static func whole(_ name: String, _ node: ScenarioNode) throws(ScenarioProblem) -> FaultRule {
    var action = FaultAction()
    var condition = Condition()
    switch name {
    case "job":
      action.kinds = [.job]
      action.job = try JobReader.script(node)
      condition.operations = FaultOperation.submissions
    default:
      action.kinds = [.webhook]
      action.webhook = try WebhookReader.conduct(node)
      condition.operations = [.submit]
    }
    return FaultRule(name: name, when: condition, do: action)
  }

  static func rule(_ node: ScenarioNode, number: Int) throws(ScenarioProblem) -> FaultRule {
    let members = try node.members(keys)
    let name = try members.read("name", name) ?? "rule-\(number)"
    var condition = ConditionReader()
    if let when = members["when"] { condition = try ConditionReader(when) }
    let action = try ActionReader(try members.required("do"))
    let scope: FaultScope = try members["per"]?.word() ?? .session
    let times = try members.read("times") { node throws(ScenarioProblem) in
      try node.integer(in: 1...ScenarioNode.countMax)
    }
    let check = RuleCheck(condition: condition, action: action, members: members, scope: scope)
    condition.settle(on: try check.operations())
    return FaultRule(
      name: name, when: condition.condition, do: action.action, times: times, per: scope,
      at: try check.stage())
  }

  private static func name(_ node: ScenarioNode) throws(ScenarioProblem) -> String {
    let name = try node.text(bytesMax: Scenario.nameBytesMax)
    guard Scenario.isName(name) else {
      throw node.problem(
        "\"\(name)\" is no name", "write lower-case words with single hyphens")
    }
    return name
  }
}
