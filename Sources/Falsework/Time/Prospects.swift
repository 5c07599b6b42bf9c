// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// What clients that poll wait for, where time goes on by itself: they were told how far a request
/// is, and what they see next is its next change.
///
/// Only what was told is waited for, so that a client which keeps asking for one request sees every
/// state of it, however fast time goes on.
final class Prospects: Sendable {
  /// The most requests whose change is waited for; others change in their time.
  static let countMax = 10_000

  private struct Prospect {
    let moment: Timestamp
    let appointment: Appointment
  }

  private let clock: MockClock
  private let prospects = Mutex<[RequestID: Prospect]>([:])

  /// Creates an empty collection; `nil` for a clock that does not go on by itself.
  init?(_ clock: MockClock) {
    guard clock.mode == .auto else { return nil }
    self.clock = clock
  }

  /// Takes note that a client was told how far a request is.
  func told(of record: RequestRecord, at now: Timestamp) {
    guard let moment = record.entry.timeline.nextChange(after: now) else { return }
    let id = record.id
    let replaced = prospects.withLock { prospects -> Prospect? in
      guard prospects[id]?.moment != moment, prospects.count < Self.countMax else { return nil }
      let appointment = clock.appointment(at: moment) { [weak self] in self?.forget([id]) }
      defer { prospects[id] = Prospect(moment: moment, appointment: appointment) }
      return prospects[id]
    }
    withExtendedLifetime(replaced) {}
  }

  /// Takes note that other things become of requests than was planned.
  func forget(_ ids: [RequestID]) {
    let forgotten = prospects.withLock { prospects in ids.map { prospects.removeValue(forKey: $0) }
    }
    withExtendedLifetime(forgotten) {}
  }
}
