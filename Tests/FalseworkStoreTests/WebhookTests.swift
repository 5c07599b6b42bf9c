// Falsework
// SPDX-License-Identifier: MIT

import FalseworkProtocol
import FalseworkQueue
import FalseworkStore
import Testing

@Suite("The outbox") struct WebhookTests {
  private static let order = WebhookOrder(
    url: "http://127.0.0.1:1/hook?token=é", door: "hosts https",
    conduct: #"{"delay":"1.000000s"}"#)

  private func accept(
    _ store: StateStore, _ index: Int = 0, order: WebhookOrder? = order
  ) async throws -> RequestRecord {
    let submission = try submission(digest: "\(index)")
    let now = testNow.advanced(by: .seconds(index))
    return try await store.accept(submission, webhook: order) {
      policy.record(of: submission, occurrence: $0, at: now)
    }
  }

  private let attempts = [
    WebhookAttempt(began: testNow, duration: .microseconds(1234), outcome: .answered(status: 500)),
    WebhookAttempt(began: testNow, duration: .seconds(15), outcome: .failed("no answer")),
  ]

  @Test("has an order with its request, and keeps attempts over a restart")
  func roundTrip() async throws {
    let stage = try Stage()
    let (record, plain) = try await stage.withStore { store in
      (try await accept(store), try await accept(store, 1, order: nil))
    }
    let retry = testNow.advanced(by: .seconds(90))
    try await stage.withStore { store in
      #expect(try store.webhook(of: plain.id) == nil)
      #expect(
        try store.webhook(of: record.id)
          == WebhookDelivery(record, Self.order, .waiting(nil), []))
      #expect(
        try store.waitingWebhooks() == [
          WaitingWebhook(record, Self.order, retry: nil, ended: record.ended)
        ])
      try await store.keep(attempts[0], of: record.id, .waiting(retry))
    }
    try await stage.withStore { store in
      #expect(
        try store.waitingWebhooks() == [
          WaitingWebhook(record, Self.order, retry: retry, ended: record.ended)
        ])
      try await store.keep(attempts[1], of: record.id, .delivered)
      #expect(try store.waitingWebhooks().isEmpty)
      #expect(
        try store.latestWebhooks(countMax: 9) == [
          WebhookDelivery(record, Self.order, .delivered, attempts)
        ])
    }
  }

  @Test("waits for the earlier end of a request that was cancelled")
  func cancelled() async throws {
    try await Stage().withStore { store in
      let record = try await accept(store)
      let moment = testNow.advanced(by: .milliseconds(1))
      _ = try await store.cancel(record.id, at: moment)
      #expect(try store.waitingWebhooks().map(\.ended) == [moment])
    }
  }

  @Test("lets no clock precede an attempt")
  func latestMoment() async throws {
    try await Stage().withStore { store in
      let record = try await accept(store)
      let late = testNow.advanced(by: .seconds(5000))
      let attempt = WebhookAttempt(
        began: late, duration: .zero, outcome: .answered(status: 200))
      try await store.keep(attempt, of: record.id, .delivered)
      #expect(try store.latestMoment() == late)
    }
  }

  @Test("forgets the oldest that are over, and never one that waits")
  func log() async throws {
    try await Stage().withStore { store in
      let waiting = try await accept(store)
      var ids: [RequestID] = []
      for index in 1...WebhookDelivery.overCountMax + 2 {
        ids.append(try await accept(store, index).id)
      }
      for (index, id) in ids.enumerated() {
        try await store.keep(attempts[0], of: id, index % 2 == 0 ? .delivered : .givenUp)
      }
      #expect(try store.webhook(of: ids[0]) == nil)
      #expect(try store.webhook(of: ids[1]) == nil)
      #expect(try store.webhook(of: ids[2])?.attempts.count == 1)
      #expect(try store.webhook(of: waiting.id)?.state == .waiting(nil))
      #expect(try store.latestWebhooks(countMax: 2).map(\.request) == ids.suffix(2).reversed())
    }
  }
}

extension WebhookDelivery {
  fileprivate init(
    _ record: RequestRecord, _ order: WebhookOrder, _ state: State, _ attempts: [WebhookAttempt]
  ) {
    self.init(request: record.id, order: order, state: state, attempts: attempts)
  }
}

extension WaitingWebhook {
  fileprivate init(
    _ record: RequestRecord, _ order: WebhookOrder, retry: Timestamp?, ended: Timestamp
  ) {
    self.init(request: record.id, url: order.url, retry: retry, ended: ended)
  }
}
