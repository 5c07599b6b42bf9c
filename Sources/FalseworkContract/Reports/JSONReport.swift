// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkJournal

/// A verdict as JSON; `openapi/verdict.schema.json` describes it.
struct JSONReport {
  /// The version of the form.
  static let version = 1

  private let source: ReportSource

  init(_ source: ReportSource) { self.source = source }

  var bytes: [UInt8] { value.serialized() + [UInt8(ascii: "\n")] }

  var value: JSONValue {
    let verdict = source.verdict
    var object = JSONObject()
    object.add("falsework_verdict", Self.version)
    object.add("version", source.version)
    object.add("fails_at", source.level.rawValue)
    object.add("has_failed", .bool(source.findings.contains(where: source.isFailure)))
    object.add("cost_usd", verdict.cost.json)
    object.add("jobs", source.jobCount)
    object.add("scores", verdict.scores.map(json))
    object.add("findings", source.findings.map(json))
    object.add("drills", verdict.drills.map(json))
    object.add("contract", verdict.contract.clauses.map(json))
    return .object(object)
  }

  private func json(_ score: FamilyScore) -> JSONObject {
    var object = JSONObject()
    object.add("family", score.family)
    object.add("kept", score.kept)
    object.add("broken", score.broken)
    object.add("not_exercised", score.notExercised)
    object.add("percent", score.percent.map { .number(JSONNumber($0)) } ?? .null)
    return object
  }

  private func json(_ finding: Finding) -> JSONObject {
    var object = JSONObject()
    object.add("fingerprint", finding.fingerprint)
    object.add("clause", finding.clause.rawValue)
    object.add("level", finding.level.rawValue)
    object.add("drill", finding.drill)
    object.add("is_known", .bool(source.isKnown(finding)))
    object.add(
      "evidence",
      finding.evidence.map { evidence in
        var one = JSONObject()
        one.add("text", evidence.text)
        one.add("exchanges", .array(evidence.exchanges.map { .number(JSONNumber($0)) }))
        return one
      })
    object.add("excerpt", source.excerpt(of: finding))
    object.add("replay", finding.replay)
    return object
  }

  private func json(_ drill: DrillVerdict) -> JSONObject {
    var object = JSONObject()
    object.add("name", drill.drill.name)
    object.add("scenario", drill.drill.scenario)
    object.add("about", source.about(drill.drill))
    object.add("drill_seed", .number(JSONNumber(drill.record.seed)))
    object.add("command", drill.record.command)
    switch drill.state {
    case .run: object.add("state", "run")
    case .notExercised(let reason):
      object.add("state", "not_exercised")
      object.add("reason", reason)
    case .error(let reason):
      object.add("state", "error")
      object.add("reason", reason)
    }
    object.add("outcome", json(drill.record.outcome))
    object.add("jobs", drill.record.jobs.count)
    object.add("exchanges", drill.record.exchanges.count)
    object.add("cost_usd", drill.cost?.json ?? .null)
    object.add("kept", drill.kept.map(\.rawValue))
    object.add("broken", drill.broken.map(\.clause.rawValue))
    return object
  }

  private func json(_ outcome: ClientOutcome) -> JSONValue {
    var object = JSONObject()
    object.add("ending", outcome.ending.word.rawValue)
    switch outcome.ending {
    case .exited(let status): object.add("status", status)
    case .signalled(let number): object.add("signal", number)
    case .outOfTime, .interrupted: break
    }
    object.add("words", outcome.words)
    object.add("seconds", outcome.duration)
    return .object(object)
  }

  private func json(_ clause: Clause) -> JSONObject {
    var object = JSONObject()
    object.add("id", clause.id.rawValue)
    object.add("level", clause.level.rawValue)
    object.add("rule", clause.rule)
    object.add("why", clause.why)
    object.add("source", clause.provenance.source.rawValue)
    object.add("citation", clause.provenance.citation)
    object.add("judgement", source.verdict.judgement(of: clause.id).word)
    return object
  }
}

extension Dollars {
  /// Dollars as a decimal number, exactly.
  fileprivate var json: JSONValue {
    .number(JSONNumber(literal: String(description.dropFirst())) ?? JSONNumber(0))
  }
}

extension Judgement {
  /// The word for it in JSON.
  var word: String {
    switch self {
    case .kept: "kept"
    case .broken: "broken"
    case .notExercised: "not_exercised"
    }
  }
}
