// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkJSON
internal import FalseworkProtocol

extension JobHistory {
  /// The history as an object whose members always stand in the same order.
  public var json: JSONValue {
    var object = JSONObject()
    object.add("request_id", requestID)
    object.add("index", index)
    object.add("endpoint", endpoint)
    object.add("events", events.map(\.json))
    return .object(object)
  }

  /// Reads what `json` gave.
  public init(json: JSONValue) throws(JournalReadingError) {
    try self.init(JournalReader(json))
  }

  package init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(only: ["request_id", "index", "endpoint", "events"])
    self.init(
      requestID: try reader.required("request_id").text(),
      index: try reader.optional("index")?.integer(),
      endpoint: try reader.required("endpoint").text(), events: [])
    for event in try reader.list("events") { events.append(try JobEvent(event)) }
  }
}

extension JobEvent {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object.add("time", time.utcISO)
    object.add("kind", kind.word.rawValue)
    switch kind {
    case .submitted, .assigned, .started, .cancelled: break
    case .requeued(let reason): object.add("reason", reason)
    case .ended(let outcome): object.add("outcome", outcome)
    case .webhook(let attempt):
      object.add("try", attempt.number)
      switch attempt.outcome {
      case .answered(let status): object.add("status", status)
      case .failed(let reason): object.add("reason", reason)
      }
    }
    return object
  }

  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    try reader.allow(only: ["time", "kind", "reason", "outcome", "try", "status"])
    self.init(time: try reader.required("time").timestamp(), kind: try Kind(reader))
  }
}

extension JobEvent.Kind {
  /// The kinds without what is known of them.
  fileprivate enum Word: String, CaseIterable {
    case submitted, assigned, started, requeued, ended, cancelled, webhook
  }

  fileprivate var word: Word {
    switch self {
    case .submitted: .submitted
    case .assigned: .assigned
    case .started: .started
    case .requeued: .requeued
    case .ended: .ended
    case .cancelled: .cancelled
    case .webhook: .webhook
    }
  }

  fileprivate init(_ reader: JournalReader) throws(JournalReadingError) {
    switch try reader.required("kind").word(Word.self) {
    case .submitted: self = .submitted
    case .assigned: self = .assigned
    case .started: self = .started
    case .requeued: self = .requeued(reason: try reader.required("reason").text())
    case .ended: self = .ended(outcome: try reader.required("outcome").text())
    case .cancelled: self = .cancelled
    case .webhook:
      let number = try reader.required("try").integer()
      self =
        if let status = try reader.optional("status")?.integer() {
          .webhook(JobEvent.WebhookTry(number: number, outcome: .answered(status: status)))
        } else {
          .webhook(
            JobEvent.WebhookTry(
              number: number, outcome: .failed(reason: try reader.required("reason").text())))
        }
    }
  }
}
