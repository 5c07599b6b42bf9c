// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkOpenAPI

extension ProbeLog {
  /// Members whose values other clauses judge.
  private static let judged: Set = ["status", "queue_position", "metrics"]

  /// Holds the statuses against the document as it is written.
  func judgeStatusesByDocument() -> Judgement {
    let path = "/\(profile.endpoint)/requests/{request_id}/status"
    guard
      let schema = profile.document?.operation(method: "get", path: path)?
        .responses.first(where: { $0.status == "200" })?.schema
    else { return .notExercised }
    return .of(sightings) { sighting in
      let verdict = schema.validate(
        .object(sighting.body), reading: .strict(formats: .annotation))
      guard case .invalid(let violations) = verdict else { return nil }
      return violations.first { !Self.judged.contains($0.instance.tokens.first ?? "") }
        .map { "\($0.instance) \($0.message)" }
    }
  }

  /// Holds the result against the document as it is written.
  func judgeResultByDocument() -> Judgement {
    guard let schema = profile.document?.output else { return .notExercised }
    return .of(soundResult) { exchange in
      guard let value = exchange.json, !value.isEnvelope else { return nil }
      let verdict = schema.validate(value, reading: .strict(formats: .annotation))
      guard case .invalid(let violations) = verdict, let first = violations.first else {
        return nil
      }
      return "\(first.instance) \(first.message)"
    }
  }

  /// The result of the sound job, where it came with 200.
  var soundResult: ProbeExchange? {
    self[.result(.sound)].flatMap { $0.status == 200 ? $0 : nil }
  }
}

extension JSONValue {
  /// Whether it wraps an output in what tells of the request, as documents of 2024 had it.
  var isEnvelope: Bool {
    guard let object = objectValue else { return false }
    let wrappers = ["response", "output", "result", "data", "payload"]
    let signs = ["status", "request_id", "logs"]
    return wrappers.contains { object[$0]?.objectValue != nil }
      && (signs.contains { object[$0] != nil } || object.count == 1)
  }
}
