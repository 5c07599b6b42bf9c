// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Dispatch
internal import Glibc
internal import Synchronization

/// Watches sockets by one epoll set, and the set by one Dispatch source.
///
/// The source wakes the queue when any socket is ready, and ready sockets are then taken in
/// batches. That costs one wake-up per batch instead of one per socket.
///
/// A wake-up by Dispatch takes two threads. So the queue lingers with the set for a moment after
/// each batch, as more may come at once, and while it does so a bell in the set calls it back to
/// the blocks that wait.
final class EpollWatch: ReadinessWatch, @unchecked Sendable {
  // Safe: everything that changes is used on the loop's queue only.
  private static let batchCountMax = 256
  /// How long batches are taken before Dispatch gets the queue back, for its timers.
  private static let lingerNanoseconds: UInt64 = 1_000_000
  /// How long to wait for one more batch, in milliseconds.
  private static let lingerTimeout: CInt = 1

  private let set: CInt
  private let bell: CInt
  private let queue: DispatchQueue
  /// The blocks that were handed to the queue and did not run yet.
  private let waitingCount = Atomic(0)
  private let isLingering = Atomic(false)
  private let source: any DispatchSourceRead
  private let receivers: EventReceivers
  private let isClosed = Latch()
  private var isInBatch = false
  /// Descriptors of which the batch may still have events.
  private var closing: [CInt] = []

  init(on queue: DispatchQueue, telling receivers: EventReceivers) throws(ServerError) {
    self.receivers = receivers
    self.queue = queue
    set = epoll_create1(CInt(EPOLL_CLOEXEC))
    bell = eventfd(0, CInt(EFD_CLOEXEC | EFD_NONBLOCK))
    guard Self.add(bell, .reading, to: set) else {
      let reason = String(cString: strerror(errno))
      for descriptor in [set, bell] where descriptor >= 0 { Glibc.close(descriptor) }
      throw ServerError(.system, "cannot make an epoll set: \(reason)")
    }
    source = DispatchSource.makeReadSource(fileDescriptor: set, queue: queue)
    source.setEventHandler { [weak self] in self?.tellReady() }
    source.setCancelHandler { [set, bell, isClosed] in
      Glibc.close(set)
      Glibc.close(bell)
      isClosed.open()
    }
    source.activate()
  }

  deinit {
    source.cancel()
  }

  func end() async {
    source.cancel()
    await isClosed.wait()
  }

  func add(_ descriptor: CInt, _ interest: Interest) -> Bool {
    Self.add(descriptor, interest, to: set)
  }

  private static func add(_ descriptor: CInt, _ interest: Interest, to set: CInt) -> Bool {
    var event = falsework_epoll_event(interest.rawValue, descriptor)
    return epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0
  }

  func modify(_ descriptor: CInt, _ interest: Interest) {
    var event = falsework_epoll_event(interest.rawValue, descriptor)
    epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event)
  }

  func close(_ descriptor: CInt) {
    var event = falsework_epoll_event(0, descriptor)
    epoll_ctl(set, EPOLL_CTL_DEL, descriptor, &event)
    if isInBatch {
      closing.append(descriptor)
    } else {
      Glibc.close(descriptor)
    }
  }

  func perform(_ body: @escaping @Sendable () -> Void) {
    waitingCount.add(1, ordering: .sequentiallyConsistent)
    queue.async { [self] in
      waitingCount.subtract(1, ordering: .sequentiallyConsistent)
      body()
    }
    if isLingering.load(ordering: .sequentiallyConsistent) { eventfd_write(bell, 1) }
  }

  private var isAwaited: Bool { waitingCount.load(ordering: .sequentiallyConsistent) > 0 }

  private func tellReady() {
    let end = DispatchTime.now().uptimeNanoseconds + Self.lingerNanoseconds
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batchCountMax) { events in
      repeat {
        let count = wait(for: events)
        guard count > 0 else { return }
        tell(UnsafeBufferPointer(rebasing: events[..<Int(count)]))
      } while !isAwaited && DispatchTime.now().uptimeNanoseconds < end
    }
  }

  private func wait(for events: UnsafeMutableBufferPointer<epoll_event>) -> CInt {
    isLingering.store(true, ordering: .sequentiallyConsistent)
    defer { isLingering.store(false, ordering: .sequentiallyConsistent) }
    // In this order, so that either side sees the other: no block waits for the timeout.
    let timeout = isAwaited ? 0 : Self.lingerTimeout
    return epoll_wait(set, events.baseAddress, CInt(events.count), timeout)
  }

  private func tell(_ batch: UnsafeBufferPointer<epoll_event>) {
    isInBatch = true
    for index in batch.indices {
      let descriptor = withUnsafePointer(to: batch[index], falsework_epoll_descriptor)
      if descriptor == bell { silenceBell() }
      receivers.tell(descriptor, Interest(rawValue: batch[index].events))
    }
    isInBatch = false
    for descriptor in closing { Glibc.close(descriptor) }
    closing.removeAll(keepingCapacity: true)
  }

  private func silenceBell() {
    var count: eventfd_t = 0
    eventfd_read(bell, &count)
  }
}
