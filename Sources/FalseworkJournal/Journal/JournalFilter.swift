// Falsework
// SPDX-License-Identifier: MIT

public import FalseworkProtocol

/// Which entries are wanted: those for which everything holds that is not `nil`.
public struct JournalFilter: Sendable, Hashable {
  /// The session that sent the request.
  public var session: String?
  /// What was asked for.
  public var operation: String?
  /// The method, in capitals.
  public var method: String?
  /// The statuses that were meant for the client.
  public var statuses: ClosedRange<Int>?
  /// The job that it was about.
  public var requestID: String?
  /// A scenario that the exchange was under, or that a fault came from.
  public var scenario: String?
  /// The rule of a fault that fired.
  public var rule: String?
  /// The state of a fault that fired; with `rule` or `scenario`, of theirs.
  public var faultState: JournalFault.State.Kind?
  /// The earliest arrival, by the mock's clock.
  public var since: Timestamp?
  /// The latest arrival, by the mock's clock.
  public var until: Timestamp?
  /// Text that the path contains.
  public var pathText: String?

  /// Takes everything.
  public static let all = JournalFilter()

  /// Creates a filter that takes everything; set what is wanted.
  public init() {}

  /// Returns whether the entry is wanted.
  public func matches(_ entry: JournalEntry) -> Bool {
    agrees(session, entry.origin.session) && agrees(operation, entry.operation)
      && agrees(method, entry.request.method) && agrees(requestID, entry.job?.requestID)
      && hasStatus(entry.response.status) && isInTime(entry.times.arrived) && hasFault(entry)
      && (pathText.map { entry.request.path.contains($0) } ?? true)
  }

  private func agrees(_ wanted: String?, _ actual: String?) -> Bool {
    wanted == nil || wanted == actual
  }

  private func hasStatus(_ status: Int?) -> Bool {
    guard let statuses else { return true }
    return status.map(statuses.contains) ?? false
  }

  private func isInTime(_ moment: Timestamp) -> Bool {
    (since.map { $0 <= moment } ?? true) && (until.map { moment <= $0 } ?? true)
  }

  private func hasFault(_ entry: JournalEntry) -> Bool {
    if rule == nil, faultState == nil {
      return scenario.map { isUnder($0, entry) } ?? true
    }
    return entry.faults.contains { fault in
      agrees(scenario, fault.scenario) && agrees(rule, fault.rule)
        && (faultState == nil || faultState == fault.state.kind)
    }
  }

  private func isUnder(_ scenario: String, _ entry: JournalEntry) -> Bool {
    entry.scenarios.contains(scenario) || entry.faults.contains { $0.scenario == scenario }
  }
}
