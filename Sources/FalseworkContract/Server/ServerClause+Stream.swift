// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import HTTPTypes

extension ServerClause {
  static let stream = [
    ServerClause(
      "stream.type", .must, "The status stream is 200 and `text/event-stream`.",
      .documented("fal's page on the queue")
    ) { log in
      .of(log.streams.filter { $0.reply != nil }) { exchange in
        guard exchange.status == 200 else { return "answers \(exchange.said)" }
        return exchange.isStream
          ? nil : "has the type \(exchange.field(.contentType) ?? "that is missing")"
      }
    },
    ServerClause(
      "stream.framing", .must,
      "Each event is one line `data: {json}` and an empty line, without names and ids.",
      .inferred("what Java's and JavaScript's clients can read (HTML, section 9.2)")
    ) { log in
      .of(log.streams.filter(\.isStream)) { exchange in
        EventStreamReading(exchange.reply?.body ?? []).complaints.first
      }
    },
    ServerClause(
      "stream.bodies", .must, "Each event is a status of the job.",
      .observed("a captured stream")
    ) { log in
      .of(log.streams.filter(\.isStream)) { exchange in
        let events = EventStreamReading(exchange.reply?.body ?? []).events
        let id = exchange.probe.job.flatMap { log.known($0)?.id }
        guard !events.isEmpty else { return "the stream has no event" }
        for event in events {
          guard let event else { return "an event is no JSON" }
          if !StatusSighting.words.contains(event["status"]?.stringValue ?? "") {
            return "an event has the status \(event["status"]?.text(.compact) ?? "that is missing")"
          }
          if event["request_id"]?.stringValue != id { return "an event is about another request" }
        }
        return nil
      }
    },
    ServerClause(
      "stream.ends", .must, "The stream ends by itself, and its last event is COMPLETED.",
      .observed("a captured stream; fal's page on the queue")
    ) { log in
      .of(log.streams.filter { $0.reply == nil || $0.isStream }) { exchange in
        if case .failed(let reason) = exchange.outcome { return "the stream breaks: \(reason)" }
        let events = EventStreamReading(exchange.reply?.body ?? []).events
        let last = events.last??["status"]?.stringValue
        return last == "IN_QUEUE" || last == "IN_PROGRESS"
          ? "the last event of the stream is \(last ?? "")" : nil
      }
    },
  ]
}

extension ProbeLog {
  /// The exchanges about streams.
  var streams: [ProbeExchange] {
    exchanges.filter { if case .stream = $0.probe { true } else { false } }
  }
}

extension ProbeExchange {
  /// Whether the reply is a stream of events.
  var isStream: Bool {
    status == 200 && field(.contentType)?.lowercased().hasPrefix("text/event-stream") == true
  }
}
