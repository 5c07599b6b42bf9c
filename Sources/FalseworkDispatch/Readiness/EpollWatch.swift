// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Dispatch
internal import Glibc

/// Watches sockets by one epoll set, and the set by one Dispatch source.
///
/// The source wakes the queue when any socket is ready, and ready sockets are then taken in
/// batches. That costs one wake-up per batch instead of one per socket.
final class EpollWatch: ReadinessWatch, @unchecked Sendable {
  // Safe: everything that changes is used on the loop's queue only.
  private static let batchCountMax = 256
  /// How many batches are taken before the queue's other blocks get their turn.
  private static let roundCountMax = 4

  private let set: CInt
  private let source: any DispatchSourceRead
  private let receivers: EventReceivers
  private let isClosed = Latch()
  private var isInBatch = false
  /// Descriptors of which the batch may still have events.
  private var closing: [CInt] = []

  init(on queue: DispatchQueue, telling receivers: EventReceivers) throws(ServerError) {
    self.receivers = receivers
    set = epoll_create1(CInt(EPOLL_CLOEXEC))
    guard set >= 0 else {
      throw ServerError(.system, "cannot make an epoll set: \(String(cString: strerror(errno)))")
    }
    source = DispatchSource.makeReadSource(fileDescriptor: set, queue: queue)
    source.setEventHandler { [weak self] in self?.tellReady() }
    source.setCancelHandler { [set, isClosed] in
      Glibc.close(set)
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

  private func tellReady() {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batchCountMax) { events in
      for _ in 0..<Self.roundCountMax {
        let count = epoll_wait(set, events.baseAddress, CInt(events.count), 0)
        guard count > 0 else { return }
        tell(UnsafeBufferPointer(rebasing: events[..<Int(count)]))
      }
    }
  }

  private func tell(_ batch: UnsafeBufferPointer<epoll_event>) {
    isInBatch = true
    for index in batch.indices {
      let descriptor = withUnsafePointer(to: batch[index], falsework_epoll_descriptor)
      receivers.tell(descriptor, Interest(rawValue: batch[index].events))
    }
    isInBatch = false
    for descriptor in closing { Glibc.close(descriptor) }
    closing.removeAll(keepingCapacity: true)
  }
}
