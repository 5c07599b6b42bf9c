// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkHTTP
internal import FalseworkProtocol
internal import FalseworkQueue
internal import FalseworkStore
internal import Synchronization

/// The webhooks that are to be sent, and the one clock that they wait by.
///
/// What it holds is only an index: the store has the outbox itself, and a server that starts reads
/// it from there.
final class WebhookOutbox: Sendable {
  /// Sends a webhook; returns when to come back to it, if at all.
  typealias Delivery = @Sendable (RequestID) async -> WebhookAgenda.Next?

  private struct State {
    var agenda = WebhookAgenda()
    var delivery: Delivery?
    var reminder: Reminder?
    var underWayCount = 0
    var waiters: [CheckedContinuation<Void, Never>] = []
  }

  private let store: StateStore
  private let clock: MockClock
  private let state = Mutex(State())

  init(store: StateStore, clock: MockClock) {
    self.store = store
    self.clock = clock
  }

  /// Reads the outbox and begins to send.
  func start(_ delivery: @escaping Delivery) throws(StoreError) {
    let waiting = try store.waitingWebhooks()
    let reminder = Reminder(clock) { [weak self] in self?.sendDue() }
    state.withLock { state in
      state.delivery = delivery
      state.reminder = reminder
      for webhook in waiting {
        state.agenda.plan(
          webhook.request, to: Self.target(of: webhook.url),
          at: webhook.retry ?? webhook.ended, webhook.retry == nil ? .end : .retry)
      }
    }
    remind()
  }

  /// Takes note of a webhook whose request was accepted just now.
  func add(_ record: RequestRecord, to url: HTTPURL) {
    state.withLock { state in
      state.agenda.plan(record.id, to: Self.target(of: url), at: record.ended, .end)
    }
    remind()
  }

  /// Takes note that the ends of requests have moved; ids without a webhook cost nothing.
  func onChange(of ids: [RequestID]) {
    let awaited = state.withLock { state in ids.filter(state.agenda.awaitsEnd) }
    guard !awaited.isEmpty else { return }
    for id in awaited {
      // If it cannot be read now, the courier reads it again and finds the truth.
      guard let record = try? store.recall(id) ?? store.request(id) else { continue }
      state.withLock { $0.agenda.move(id, to: record.ended) }
    }
    remind()
  }

  /// Begins to send nothing any more.
  func close() {
    let reminder = state.withLock { state in
      defer { state.reminder = nil }
      state.delivery = nil
      return state.reminder
    }
    reminder?.set(nil)
  }

  /// Returns once nothing is on its way.
  func waitUntilIdle() async {
    await withCheckedContinuation { continuation in
      let isIdle = state.withLock { state in
        if state.underWayCount > 0 { state.waiters.append(continuation) }
        return state.underWayCount == 0
      }
      if isIdle { continuation.resume() }
    }
  }

  private func remind() {
    state.withLock { $0.reminder?.set($0.agenda.nextMoment) }
  }

  private func sendDue() {
    let (due, delivery) = state.withLock { state -> ([RequestID], Delivery?) in
      guard let delivery = state.delivery else { return ([], nil) }
      let due = state.agenda.takeDue(at: clock.now)
      state.underWayCount += due.count
      return (due, delivery)
    }
    guard let delivery else { return }
    for id in due {
      // Begun before the appointment that woke this is let go of.
      let shift = clock.beginShift()
      Task {
        let next = await Shift.$current.withValue(shift) { await delivery(id) }
        finish(id, next)
        shift?.pause()
      }
    }
    remind()
  }

  private func finish(_ id: RequestID, _ next: WebhookAgenda.Next?) {
    let waiters = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      if let target = state.agenda.end(id), let next {
        state.agenda.plan(id, to: target, at: next.moment, next.occasion)
      }
      state.underWayCount -= 1
      guard state.underWayCount == 0 else { return [] }
      defer { state.waiters = [] }
      return state.waiters
    }
    for waiter in waiters { waiter.resume() }
    // The end may have moved once more while nothing was planned.
    if next?.occasion == .end { onChange(of: [id]) }
    // The place that is free now may be what another one waits for.
    sendDue()
  }

  private static func target(of url: String) -> String {
    (try? HTTPURL(url)).map(target) ?? ""
  }

  private static func target(of url: HTTPURL) -> String {
    "\(url.authority.host):\(url.port)"
  }
}
