// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkJournal

/// A verdict as SARIF 2.1.0: clauses are rules, and findings are results.
struct SARIFReport {
  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var bytes: [UInt8] { value.serialized() + [UInt8(ascii: "\n")] }

  var value: JSONValue {
    var run = JSONObject()
    run.add("tool", ["driver": driver])
    run.add("invocations", [invocation])
    run.add("results", source.findings.map(result))
    return [
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
      "runs": [.object(run)],
    ]
  }

  private var driver: JSONValue {
    var driver = JSONObject()
    driver.add("name", "Falsework")
    if !source.version.isEmpty { driver.add("version", source.version) }
    driver.add(
      "rules",
      source.verdict.contract.clauses.map { clause in
        [
          "id": .string(clause.id.rawValue),
          "shortDescription": ["text": .string(clause.rule)],
          "fullDescription": ["text": .string("\(clause.rule) \(clause.why)")],
          "help": [
            "text": .string(
              "\(clause.why) (\(clause.provenance.source.rawValue): \(clause.provenance.citation))"
            )
          ],
          "defaultConfiguration": ["level": .string(clause.level.sarif)],
          "properties": ["tags": [.string(clause.id.family), .string(clause.level.rawValue)]],
        ]
      })
    return .object(driver)
  }

  /// The drills that prove nothing are failures of the tool, not results.
  private var invocation: JSONValue {
    var object = JSONObject()
    object.add("executionSuccessful", .bool(source.verdict.errors.isEmpty))
    object.add(
      "toolExecutionNotifications",
      source.verdict.errors.map { drill, reason in
        ["level": "error", "message": ["text": .string("The drill \(drill): \(reason)")]]
      })
    return .object(object)
  }

  private func result(_ finding: Finding) -> JSONObject {
    var result = JSONObject()
    result.add("ruleId", finding.clause.rawValue)
    result.add(
      "ruleIndex", source.verdict.contract.clauses.firstIndex { $0.id == finding.clause })
    result.add("level", finding.level.sarif)
    let words = "In the drill \(finding.drill): \(finding.words). Again: \(finding.replay)"
    result.add("message", ["text": .string(words.visible)])
    result.add("locations", [location(of: finding)])
    result.add("partialFingerprints", ["clauseAndDrill/v1": .string(finding.fingerprint)])
    if source.isKnown(finding) { result.add("suppressions", [["kind": "external"]]) }
    result.add(
      "properties",
      [
        "drill": .string(finding.drill), "replay": .string(finding.replay),
        "excerpt": .array(source.excerpt(of: finding).map(JSONValue.string)),
      ])
    return result
  }

  /// No line is known; code hosts want a file all the same.
  private func location(of finding: Finding) -> JSONObject {
    [
      "physicalLocation": [
        "artifactLocation": ["uri": .string(source.clientURI)], "region": ["startLine": 1],
      ],
      "logicalLocations": [
        [
          "name": .string(finding.drill),
          "fullyQualifiedName": .string("drill/\(finding.drill)"), "kind": "module",
        ]
      ],
    ]
  }
}

extension ClauseLevel {
  /// The level of SARIF that is meant (§3.27.10).
  fileprivate var sarif: String {
    switch self {
    case .must: "error"
    case .should: "warning"
    case .may: "note"
    }
  }
}
