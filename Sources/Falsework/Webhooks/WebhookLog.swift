// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJSON
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import HTTPTypes

/// What became of webhooks, as the control interface tells it: all sessions', the latest first.
struct WebhookLog: Sendable {
  /// The most webhooks that are told at once.
  static let toldCountMax = 1000

  let store: StateStore

  /// `GET /_falsework/webhooks[?request_id=ID]`.
  func answer(_ query: QueryParameters) throws -> Reply {
    guard let text = query["request_id"] else {
      return try told(store.latestWebhooks(countMax: Self.toldCountMax))
    }
    guard let id = RequestID(text) else {
      return .problem(.badRequest, "request_id is not the id of a request")
    }
    return try told(store.webhook(of: id).map { [$0] } ?? [])
  }

  /// The webhook of a request; null where none was asked for.
  func told(of id: RequestID) throws -> JSONValue {
    try store.webhook(of: id).map(json) ?? .null
  }

  private func told(_ webhooks: [WebhookDelivery]) throws -> Reply {
    .json(.ok, ["webhooks": .array(try webhooks.map(json))])
  }

  private func json(_ webhook: WebhookDelivery) throws -> JSONValue {
    var next: Timestamp?
    if case .waiting(let retry) = webhook.state {
      next = try retry ?? store.request(webhook.request)?.ended
    }
    return [
      "request_id": .string(webhook.request.description),
      "url": .string(webhook.order.url),
      "state": .string(webhook.state.name),
      "next_attempt": next.map { .string($0.utcISO) } ?? .null,
      "attempts": .array(webhook.attempts.map(\.json)),
    ]
  }
}

extension WebhookAttempt {
  fileprivate var json: JSONValue {
    let (status, failure): (JSONValue, JSONValue) =
      switch outcome {
      case .answered(let status): (.number(JSONNumber(status)), .null)
      case .failed(let reason): (.null, .string(reason))
      }
    return [
      "time": .string(began.utcISO), "status": status, "failure": failure,
      "milliseconds": .number(JSONNumber(Double(duration.microseconds) / 1000)),
    ]
  }
}
