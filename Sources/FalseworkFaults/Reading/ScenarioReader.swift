// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue

/// Reads scenarios from their documents, strictly.
///
/// A key that is not known, a unit that is missing and a rule that could never act are problems
/// rather than surprises later. The first problem in the order of the document is told.
public enum ScenarioReader {
  /// The largest document, in bytes, that whoever reads one from outside should take.
  public static let documentBytesMax = 4 << 20

  /// The keys of a document.
  static let keys = [
    "name", "about", "advice", "timing", "runners", "job", "webhook", "faults",
  ]

  /// Returns the scenario that a document describes.
  public static func scenario(_ document: JSONValue) throws(ScenarioProblem) -> Scenario {
    let node = ScenarioNode(document)
    let members = try node.members(keys)
    let name = try name(try members.required("name"))
    let (about, advice) = (
      try members.required("about").text(), try members.required("advice").text()
    )
    let timing = try members.read("timing") { node throws(ScenarioProblem) in
      try node.word(TimingPreset.self)
    }
    let runners = try members.read("runners", runners)
    var rules: [FaultRule] = []
    for name in ["job", "webhook"] {
      guard let part = members[name] else { continue }
      rules.append(try RuleReader.whole(name, part))
    }
    if let faults = members["faults"] { rules += try self.rules(faults, besides: rules) }
    guard timing != nil || runners != nil || !rules.isEmpty else {
      throw node.problem(
        "the scenario does nothing", "give it timing, runners, job, webhook or faults")
    }
    return Scenario(
      name: name, about: about, advice: advice, timing: timing, runners: runners, rules: rules)
  }

  private static func name(_ node: ScenarioNode) throws(ScenarioProblem) -> String {
    let name = try node.text()
    guard Scenario.isName(name) else {
      throw node.problem(
        "\"\(name.prefix(80))\" is no name",
        "write lower-case words with single hyphens, at most \(Scenario.nameBytesMax) bytes")
    }
    // The id of a key asks for a scenario by its name, and these words ask for something else.
    guard KeyStanding(rawValue: name) == nil else {
      throw node.problem(
        "\"\(name)\" is how a key stands, so no key could ask for the scenario: "
          + "FAL_KEY=\(name)--any:thing means such a key",
        "name it after what it does, such as \(name)-account")
    }
    return name
  }

  private static func runners(_ node: ScenarioNode) throws(ScenarioProblem) -> RunnerPool {
    let counts = 1...RunnerPool.runnerCountMax
    guard case .object = node.value else {
      return RunnerPool(runnerCount: try node.integer(in: counts))
    }
    let members = try node.members(["count", "cold_start", "keep_alive"])
    let count = try members.required("count").integer(in: counts)
    let plain = RunnerPool(runnerCount: count)
    return RunnerPool(
      runnerCount: count, coldStart: try members["cold_start"]?.duration() ?? plain.coldStart,
      keepAlive: try members["keep_alive"]?.duration() ?? plain.keepAlive)
  }

  private static func rules(
    _ node: ScenarioNode, besides others: [FaultRule]
  ) throws(ScenarioProblem) -> [FaultRule] {
    guard case .array = node.value else {
      throw node.problem("\(node.kind) stands where a list of rules is needed", "begin with a dash")
    }
    var rules: [FaultRule] = []
    var names = Set(others.map(\.name))
    for (index, element) in try node.elements(countMax: Scenario.ruleCountMax).enumerated() {
      let rule = try RuleReader.rule(element, number: index + 1)
      guard names.insert(rule.name).inserted else {
        throw (ScenarioNode(.null, at: element.pointer.appending("name")))
          .problem("two rules are called \"\(rule.name)\"", "give this one another name")
      }
      rules.append(rule)
    }
    return rules
  }
}
