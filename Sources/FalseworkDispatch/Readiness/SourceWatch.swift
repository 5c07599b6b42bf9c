// Falsework
// SPDX-License-Identifier: MIT

internal import Dispatch
internal import Glibc

/// Watches each socket by Dispatch sources of its own.
///
/// Theory of operation. A source only tells that something has happened to its descriptor; what,
/// `poll` says, which tells a connection that is gone from one with bytes, as epoll does. A source
/// that is suspended tells nothing, not even that the connection is gone: so descriptors that are
/// not read from are looked at now and then. Dispatch must have let go of a descriptor before it is
/// closed, or it would disturb the next owner of the number.
final class SourceWatch: ReadinessWatch, @unchecked Sendable {
  // Safe: everything that changes is used on `queue` only.
  /// How often the descriptors are looked at that are not read from.
  private static let lookInterval = DispatchTimeInterval.milliseconds(100)

  private let queue: DispatchQueue
  private let receivers: EventReceivers
  private let timer: any DispatchSourceTimer
  /// Entered for each descriptor on its way from `close` to being closed.
  private let closing = DispatchGroup()
  private var sockets: [CInt: SocketSources] = [:]
  private var unread: Set<CInt> = []
  private var isTimerSet = false

  init(on queue: DispatchQueue, telling receivers: EventReceivers) {
    self.queue = queue
    self.receivers = receivers
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [weak self] in self?.lookAtUnread() }
    timer.activate()
  }

  deinit {
    timer.cancel()
    for sources in sockets.values { sources.cancel() }
  }

  func perform(_ body: @escaping @Sendable () -> Void) {
    queue.async(execute: body)
  }

  func end() async {
    timer.cancel()
    await withCheckedContinuation { continuation in
      closing.notify(queue: queue) { continuation.resume() }
    }
  }

  func add(_ descriptor: CInt, _ interest: Interest) -> Bool {
    sockets[descriptor] = SocketSources(descriptor, queue) { [weak self] in
      self?.look(at: descriptor)
    }
    modify(descriptor, interest)
    // Dispatch does not tell when the system has no room; then the deadlines end the connection.
    return true
  }

  func modify(_ descriptor: CInt, _ interest: Interest) {
    guard let sources = sockets[descriptor] else { return }
    sources.watch(interest)
    if interest.contains(.reading) {
      unread.remove(descriptor)
    } else {
      unread.insert(descriptor)
      setTimer()
    }
  }

  func close(_ descriptor: CInt) {
    unread.remove(descriptor)
    guard let sources = sockets.removeValue(forKey: descriptor) else { return }
    closing.enter()
    sources.cancel().notify(queue: queue) { [closing] in
      Glibc.close(descriptor)
      closing.leave()
    }
  }

  /// Tells what a descriptor is ready for, if anything that is wanted.
  private func look(at descriptor: CInt) {
    guard let interest = sockets[descriptor]?.interest else { return }
    var answer = pollfd(
      fd: descriptor, events: CShort(truncatingIfNeeded: interest.rawValue), revents: 0)
    guard poll(&answer, 1, 0) > 0 else { return }
    receivers.tell(descriptor, Interest(rawValue: UInt32(UInt16(bitPattern: answer.revents))))
  }

  private func lookAtUnread() {
    isTimerSet = false
    for descriptor in unread { look(at: descriptor) }
    setTimer()
  }

  private func setTimer() {
    guard !isTimerSet, !unread.isEmpty else { return }
    isTimerSet = true
    timer.schedule(deadline: .now() + Self.lookInterval, leeway: Self.lookInterval)
  }
}
