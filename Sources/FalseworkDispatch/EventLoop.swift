// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Dispatch
internal import Glibc

/// A serial Dispatch queue on which the sockets that are registered with it are served.
///
/// Theory of operation. All sockets of a loop are members of one epoll set, and one
/// `DispatchSource` watches the set's own descriptor: it wakes the queue when any socket is ready,
/// and the loop then takes ready sockets in batches. That costs one wake-up per batch instead of
/// one per socket. Deadlines lie in a queue with one Dispatch timer for the earliest.
///
/// Nothing is registered from within a batch, only from blocks of their own on `queue`. So an event
/// of a descriptor that was closed earlier in the batch never reaches the next user of its number.
final class EventLoop: @unchecked Sendable {
  // Safe: everything but `queue` is used on `queue` only.
  let queue: DispatchQueue
  /// Scratch space for reading, shared by the loop's sockets one at a time.
  let scratch: UnsafeMutableRawBufferPointer

  private static let batchCountMax = 256
  /// How many batches are taken before the queue's other blocks get their turn.
  private static let roundCountMax = 4
  private static let scratchBytes = 64 * 1024

  private let set: CInt
  private let source: any DispatchSourceRead
  private let timer: any DispatchSourceTimer
  private let isClosed = Latch()
  private var timerDeadline = UInt64.max
  private var receivers: [CInt: any EventReceiver] = [:]
  private var deadlines = DeadlineQueue()

  init(label: String) throws(ServerError) {
    queue = DispatchQueue(label: label)
    set = epoll_create1(CInt(EPOLL_CLOEXEC))
    guard set >= 0 else {
      throw ServerError(.system, "cannot make an epoll set: \(String(cString: strerror(errno)))")
    }
    scratch = .allocate(byteCount: Self.scratchBytes, alignment: 16)
    timer = DispatchSource.makeTimerSource(queue: queue)
    source = DispatchSource.makeReadSource(fileDescriptor: set, queue: queue)
    timer.setEventHandler { [weak self] in self?.fireDeadlines() }
    source.setEventHandler { [weak self] in self?.dispatchReady() }
    source.setCancelHandler { [set, isClosed] in
      Glibc.close(set)
      isClosed.open()
    }
    timer.activate()
    source.activate()
  }

  deinit {
    timer.cancel()
    source.cancel()
    scratch.deallocate()
  }

  /// Gives the epoll set back to the system; nothing may be registered any more.
  func close() async {
    timer.cancel()
    source.cancel()
    await isClosed.wait()
  }

  /// Nanoseconds of a clock that only runs forwards.
  var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Every receiver that is registered.
  var registered: [any EventReceiver] { Array(receivers.values) }

  /// Starts telling `receiver` about a descriptor; false when the system has no room for it.
  func register(
    _ descriptor: CInt, _ interest: Interest, _ receiver: any EventReceiver
  ) -> Bool {
    dispatchPrecondition(condition: .onQueue(queue))
    var event = falsework_epoll_event(interest.rawValue, descriptor)
    guard epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return false }
    receivers[descriptor] = receiver
    return true
  }

  func modify(_ descriptor: CInt, _ interest: Interest) {
    dispatchPrecondition(condition: .onQueue(queue))
    var event = falsework_epoll_event(interest.rawValue, descriptor)
    epoll_ctl(set, EPOLL_CTL_MOD, descriptor, &event)
  }

  func unregister(_ descriptor: CInt) {
    dispatchPrecondition(condition: .onQueue(queue))
    var event = falsework_epoll_event(0, descriptor)
    epoll_ctl(set, EPOLL_CTL_DEL, descriptor, &event)
    receivers[descriptor] = nil
  }

  /// Sees to it that the receiver hears when its deadline has passed.
  func watchDeadline(of receiver: any EventReceiver) {
    deadlines.watch(receiver)
    armTimer()
  }

  private func dispatchReady() {
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.batchCountMax) { events in
      for _ in 0..<Self.roundCountMax {
        let count = epoll_wait(set, events.baseAddress, CInt(events.count), 0)
        guard count > 0 else { return }
        for index in 0..<Int(count) {
          let descriptor = withUnsafePointer(to: events[index], falsework_epoll_descriptor)
          // A receiver that an earlier event of the batch has closed is no longer found.
          receivers[descriptor]?.ready(Interest(rawValue: events[index].events))
        }
      }
    }
  }

  private func fireDeadlines() {
    timerDeadline = .max
    let now = now
    while let holder = deadlines.popDue(at: now) {
      holder.deadlinePassed()
    }
    armTimer()
  }

  private func armTimer() {
    guard let deadline = deadlines.earliest, deadline < timerDeadline else { return }
    timerDeadline = deadline
    timer.schedule(deadline: DispatchTime(uptimeNanoseconds: deadline), leeway: .milliseconds(1))
  }
}

/// Something that an event loop tells about a descriptor.
protocol EventReceiver: DeadlineHolder {
  func ready(_ events: Interest)
}

/// What to hear about a descriptor; also what is heard.
struct Interest: OptionSet, Sendable {
  let rawValue: UInt32

  static let reading = Interest(rawValue: EPOLLIN.rawValue)
  static let writing = Interest(rawValue: EPOLLOUT.rawValue)
  /// The connection is gone in both directions; heard without being asked for.
  static let gone = Interest(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}
