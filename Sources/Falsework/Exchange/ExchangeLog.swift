// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkDispatch
internal import FalseworkFaults
internal import FalseworkHTTP
internal import FalseworkJournal
internal import FalseworkProtocol
internal import FalseworkQueue
internal import HTTPTypes
internal import Synchronization

/// The journal of a running server, and those who wait for something new in it.
final class ExchangeLog: Sendable {
  private struct State {
    var journal: Journal
    var metrics = Metrics()
    var listeners: [ObjectIdentifier: @Sendable () -> Void] = [:]
  }

  private let state: Mutex<State>
  private let lastNumber = Atomic(0)

  init(bytesMax: Int = Journal.bytesMaxDefault) {
    state = Mutex(State(journal: Journal(bytesMax: bytesMax)))
  }

  /// The number of an exchange that begins.
  func nextNumber() -> Int { lastNumber.add(1, ordering: .relaxed).newValue }

  func record(_ entry: JournalEntry) {
    let listeners = state.withLock { state -> [@Sendable () -> Void] in
      state.metrics.count(entry)
      state.journal.record(entry)
      return state.listeners.isEmpty ? [] : Array(state.listeners.values)
    }
    for wake in listeners { wake() }
  }

  /// The journal as it stands: a copy, which costs next to nothing.
  var journal: Journal { state.withLock { $0.journal } }

  /// The counts as Prometheus reads them.
  var metricsText: String {
    var (metrics, journal) = state.withLock { ($0.metrics, $0.journal) }
    metrics.set(journal)
    return metrics.text
  }

  /// Counts an attempt at a webhook.
  func count(_ attempt: JobEvent.WebhookTry) {
    state.withLock { $0.metrics.count(attempt) }
  }

  /// Forgets all entries, or those that a filter takes.
  func forget(matching filter: JournalFilter = .all) {
    state.withLock { $0.journal.remove(matching: filter) }
  }

  /// Calls whenever something was recorded, until the listener is let go of.
  func listen(_ wake: @escaping @Sendable () -> Void) -> Listener {
    let listener = Listener(self)
    state.withLock { $0.listeners[ObjectIdentifier(listener)] = wake }
    return listener
  }

  /// Returns the first entry that fits, as soon as there is one; `nil` when the task is cancelled.
  func first(where fits: @Sendable (JournalEntry) -> Bool) async -> JournalEntry? {
    var position = 0
    for await _ in wakeUps {
      let page = journal.entries(since: position, limit: .max)
      if let entry = page.entries.first(where: fits) { return entry }
      position = page.next
    }
    return nil
  }

  /// Returns once as many exchanges were recorded as began.
  func settle() async {
    for await _ in wakeUps {
      if journal.lastPosition >= lastNumber.load(ordering: .relaxed) { return }
    }
  }

  /// One element at once, and one for whatever was recorded since the last.
  private var wakeUps: AsyncStream<Void> {
    AsyncStream(bufferingPolicy: .bufferingNewest(1)) { continuation in
      let listener = listen { continuation.yield() }
      continuation.onTermination = { _ in withExtendedLifetime(listener) {} }
      continuation.yield()
    }
  }

  /// An interest in the journal.
  final class Listener: Sendable {
    private let log: ExchangeLog

    fileprivate init(_ log: ExchangeLog) {
      self.log = log
    }

    deinit {
      let id = ObjectIdentifier(self)
      log.state.withLock { $0.listeners[id] = nil }
    }
  }
}
