// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkJournal

/// Whether a drill says anything about the client.
public enum DrillState: Sendable, Hashable {
  /// It was run as it was meant to be.
  case run
  /// The client does not do what the drill is about, for this reason.
  case notExercised(reason: String)
  /// The drill did not take place as it was meant to, for this reason, so nothing is proven.
  case error(reason: String)

  init(of talk: Conversation, in drill: Drill) {
    let record = talk.record
    if record.evictedCount > 0 {
      self = .error(
        reason: "the journal was too small: \(record.evictedCount) exchanges are gone")
    } else if case .unreadable(let reason)? = record.outcome.report {
      self = .error(reason: "what the client left at FALSEWORK_OUTCOME cannot be read: \(reason)")
    } else if let need = drill.need, let reason = need.lack(in: talk) {
      self = .notExercised(reason: reason)
    } else if drill.proof == .optional || record.outcome.ending == .outOfTime {
      // That a client hangs is a finding, whatever it was that it met.
      self = .run
    } else if let rule = Self.unmet(record) {
      self = .notExercised(
        reason: "the client never asked for what the fault \(rule) is about")
    } else if let reason = Self.undelivered(record) {
      self = .error(reason: reason)
    } else {
      self = .run
    }
  }

  /// A rule that no exchange of the client had to do with, where that goes for all of them.
  private static func unmet(_ record: DrillRecord) -> String? {
    guard record.faults.allSatisfy({ $0.evaluated == 0 && $0.fired == 0 }) else { return nil }
    return record.faults.first.map { "\($0.scenario)/\($0.rule)" }
  }

  /// Why the faults prove nothing: a success needs all of them to have been met, and a failure one.
  private static func undelivered(_ record: DrillRecord) -> String? {
    let missing = record.faults.filter { $0.verdict != .delivered }
    guard let first = missing.first else { return nil }
    guard record.outcome.hasSucceeded || missing.count == record.faults.count else { return nil }
    let rule = "the fault \(first.scenario)/\(first.rule)"
    switch first.verdict {
    case .neverFired: return "\(rule) never fired"
    case .missed:
      let reasons = first.missed.map(\.reason).joined(separator: "; ")
      return "\(rule) fired, and the client did not meet it: \(reasons)"
    case .underWay: return "\(rule) fired, and nothing was asked that would have shown it"
    case .delivered: return nil
    }
  }
}

extension Drill.Need {
  /// What the client does not do; `nil` if it does what the drill needs.
  fileprivate func lack(in talk: Conversation) -> String? {
    switch self {
    case .download: talk.downloads.isEmpty ? "the client downloads nothing" : nil
    case .range:
      talk.downloads.contains { $0.fields.range != nil }
        ? nil : "the client does not resume downloads"
    case .webhook:
      talk.submissions.contains { $0.entry.request.query?.contains("fal_webhook=") ?? false }
        ? nil : "the client asks for no webhook"
    }
  }
}
