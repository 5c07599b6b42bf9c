// Falsework
// SPDX-License-Identifier: MIT

internal import FalseworkProtocol
internal import FalseworkQueue
internal import Synchronization

/// Those who wait for something to become of a request, so that they hear at once when its future
/// changes.
///
/// They wake by themselves at the moments that the request's timeline names. They have to be told
/// of what no timeline foresees: a cancellation, or a plan that was made anew.
final class RequestListeners: Sendable {
  typealias Wake = @Sendable () -> Void

  private let wakes = Mutex<[RequestID: [ObjectIdentifier: Wake]]>([:])

  /// Says that requests are to be looked at again.
  func tell(of ids: [RequestID]) {
    let woken = wakes.withLock { wakes in ids.flatMap { wakes[$0].map { Array($0.values) } ?? [] } }
    for wake in woken { wake() }
  }

  /// Begins to listen, until the listener is let go of.
  func listen(to id: RequestID, _ wake: @escaping Wake) -> Listener {
    let listener = Listener(id, self)
    wakes.withLock { $0[id, default: [:]][ObjectIdentifier(listener)] = wake }
    return listener
  }

  /// Waits until a moment that `next` names by what it now knows of the request, or until the
  /// request changes, whichever comes first; returns at once where there is none.
  func wait(
    for id: RequestID, by clock: MockClock, next: () throws -> Timestamp?
  ) async throws {
    let alarm = Alarm()
    // Before the request is read, so that no change of it is missed.
    let listener = listen(to: id) { alarm.ring() }
    if let moment = try next() { await clock.wait(until: moment, or: alarm) }
    withExtendedLifetime(listener) {}
  }

  private func remove(_ listener: ObjectIdentifier, of id: RequestID) {
    wakes.withLock { wakes in
      wakes[id]?[listener] = nil
      if wakes[id]?.isEmpty == true { wakes[id] = nil }
    }
  }

  /// An interest in a request.
  final class Listener: Sendable {
    private let id: RequestID
    private let listeners: RequestListeners

    fileprivate init(_ id: RequestID, _ listeners: RequestListeners) {
      self.id = id
      self.listeners = listeners
    }

    deinit {
      listeners.remove(ObjectIdentifier(self), of: id)
    }
  }
}
