// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkContract
internal import FalseworkJSON
internal import FalseworkProtocol
internal import HTTPTypes

extension VerifyReport {
  /// The most bytes of a reply that a file keeps.
  private static let keptBytesMax = 16 << 10

  /// The verdict and everything that it rests on, for machines, with a newline at its end.
  var json: String {
    let log = verdict.log
    let document: JSONValue = [
      "server": .string("\(server.url)"),
      "as": log.profile.form == .observed ? "observed" : "documented",
      "endpoint": .string("\(log.profile.endpoint)"),
      "budget": .number(JSONNumber(server.budget)),
      "jobs_submitted": .number(JSONNumber(log.submissionCount)),
      "clauses": .array(verdict.clauses.map(clause)),
      "exchanges": .array(log.exchanges.map(exchange)),
    ]
    return server.redacted(document.text(.compact)) + "\n"
  }

  private func clause(_ result: ServerVerdict.Result) -> JSONValue {
    var object: JSONObject = [
      "id": .string(result.clause.id.rawValue),
      "level": .string(result.clause.level.rawValue),
      "rule": .string(result.clause.rule),
      "provenance": .string(result.clause.provenance.source.rawValue),
      "citation": .string(result.clause.provenance.citation),
    ]
    switch result.judgement {
    case .kept: object["judgement"] = "kept"
    case .notExercised: object["judgement"] = "not_exercised"
    case .broken(let evidence):
      object["judgement"] = "broken"
      object["evidence"] = .array(
        evidence.map { item in
          let numbers = item.exchanges.map { JSONValue.number(JSONNumber($0)) }
          return ["text": .string(item.text), "exchanges": .array(numbers)]
        })
    }
    return .object(object)
  }

  private func exchange(_ exchange: ProbeExchange) -> JSONValue {
    var object: JSONObject = [
      "number": .number(JSONNumber(exchange.number)),
      "probe": .string(exchange.probe.name),
      "curl": .string(exchange.request.curl(keyVariable: server.keyVariable)),
      "began": .number(JSONNumber(exchange.began.seconds)),
      "seconds": .number(JSONNumber(exchange.duration.seconds)),
    ]
    switch exchange.outcome {
    case .failed(let reason): object["failure"] = .string(reason)
    case .reply(let reply):
      object["status"] = .number(JSONNumber(reply.status))
      object["fields"] = .array(
        reply.fields.map { .array([.string($0.name.rawName), .string($0.value)]) })
      object["bytes"] = .number(JSONNumber(reply.body.count))
      let kept = reply.body.prefix(Self.keptBytesMax)
      object["body"] = .string(String(decoding: kept, as: UTF8.self))
    }
    return .object(object)
  }
}
