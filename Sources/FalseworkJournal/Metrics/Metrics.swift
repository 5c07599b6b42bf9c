// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol

/// Counts of what a server did, for Prometheus.
///
/// Counting costs a few look-ups in small tables, so it may happen for each exchange.
public struct Metrics: Sendable, Hashable {
  /// The most operations, scenarios and outcomes that have series of their own; what comes later
  /// is counted as `other`.
  public static let namesMax = 100

  /// What is counted for each operation.
  struct Operation: Sendable, Hashable {
    /// By the first digit of the status; 0 where there was none.
    var statuses = [Int](repeating: 0, count: 10)
    var requestBytes = 0
    var responseBytes = 0
    var durations = Histogram()
  }

  /// What is counted for each scenario.
  typealias FaultStates = [JournalFault.State.Kind: Int]

  private(set) var operations: [String: Operation] = [:]
  private(set) var deliveries: [String: Int] = [:]
  private(set) var faults: [String: FaultStates] = [:]
  private(set) var webhooks: [String: Int] = [:]
  private(set) var delaysRequested = Histogram()
  private(set) var delaysAchieved = Histogram()
  private(set) var jobs: [JournalJob.Phase: Int] = [:]
  private(set) var journalBytes = 0
  private(set) var journalEntries = 0
  private(set) var journalEvicted = 0

  /// Creates counts that are all zero.
  public init() {}

  /// Counts an exchange that is over, with its delay and its faults.
  public mutating func count(_ entry: JournalEntry) {
    let status = (entry.response.status ?? 0) / 100
    operations[Self.name(entry.operation, in: operations), default: Operation()].count(
      status: (1...9).contains(status) ? status : 0, entry)
    deliveries[entry.delivery.word, default: 0] += 1
    if let delay = entry.delay {
      delaysRequested.observe(delay.requested.seconds)
      if let achieved = delay.achieved { delaysAchieved.observe(achieved.seconds) }
    }
    for fault in entry.faults {
      faults[Self.name(fault.scenario, in: faults), default: [:]][fault.state.kind, default: 0] += 1
    }
  }

  /// Counts a try of a webhook.
  public mutating func count(_ hook: JobEvent.WebhookTry) {
    let outcome =
      switch hook.outcome {
      case .answered(let status) where (100...999).contains(status): "\(status / 100)xx"
      case .answered: "other"
      case .failed: "failed"
      }
    webhooks[outcome, default: 0] += 1
  }

  /// Takes over how many jobs are in each phase now.
  public mutating func set(jobs: [JournalJob.Phase: Int]) { self.jobs = jobs }

  /// Takes over how large the journal is now.
  public mutating func set(_ journal: Journal) {
    journalBytes = journal.byteCount
    journalEntries = journal.count
    journalEvicted = journal.evictedCount
  }

  private static func name<Value>(_ name: String, in table: [String: Value]) -> String {
    table.count < namesMax || table[name] != nil ? name : "other"
  }
}

extension Metrics.Operation {
  fileprivate mutating func count(status: Int, _ entry: JournalEntry) {
    statuses[status] += 1
    requestBytes += entry.request.body.byteCount
    responseBytes += entry.response.wireBytes
    durations.observe(entry.times.realDuration.seconds)
  }
}
