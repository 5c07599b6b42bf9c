// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// Wakes those who wait for a request when something else becomes of it than was planned.
final class RequestWatch: Sendable {
  private let alarms = Mutex<[RequestID: [Alarm]]>([:])

  /// Waits until a moment that `next` names by what it now knows of the request, or until the
  /// request changes, whichever comes first; returns at once where there is none.
  func wait(
    for id: RequestID, by clock: MockClock, next: () throws -> Timestamp?
  ) async throws {
    let alarm = Alarm()
    // Before the request is read, so that no change of it is missed.
    alarms.withLock { $0[id, default: []].append(alarm) }
    defer { remove(alarm, of: id) }
    guard let moment = try next() else { return }
    await clock.wait(until: moment, or: alarm)
  }

  /// Wakes those who wait for these requests.
  func changed(_ ids: [RequestID]) {
    let woken = alarms.withLock { alarms in ids.flatMap { alarms[$0] ?? [] } }
    for alarm in woken { alarm.ring() }
  }

  private func remove(_ alarm: Alarm, of id: RequestID) {
    alarms.withLock { alarms in
      alarms[id]?.removeAll { $0 === alarm }
      if alarms[id]?.isEmpty == true { alarms[id] = nil }
    }
  }
}
