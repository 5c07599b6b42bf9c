// Falsework
// SPDX-License-Identifier: MIT

package import Dispatch

/// A serial Dispatch queue on which the sockets that are registered with it are served.
///
/// Which of them are ready, a `ReadinessWatch` tells. Deadlines lie in a queue with one Dispatch
/// timer for the earliest.
package final class EventLoop: @unchecked Sendable {
  // Safe: everything but `queue` is used on `queue` only.
  package let queue: DispatchQueue
  /// Scratch space for reading, shared by the loop's sockets one at a time.
  let scratch: UnsafeMutableRawBufferPointer

  private static let scratchBytes = 64 * 1024

  private let watch: any ReadinessWatch
  private let receivers = EventReceivers()
  private let timer: any DispatchSourceTimer
  private var timerDeadline = UInt64.max
  private var deadlines = DeadlineQueue()

  package init(label: String, readiness: Readiness) throws(ServerError) {
    queue = DispatchQueue(label: label)
    watch =
      switch readiness {
      case .epoll: try EpollWatch(on: queue, telling: receivers)
      case .sources: SourceWatch(on: queue, telling: receivers)
      }
    scratch = .allocate(byteCount: Self.scratchBytes, alignment: 16)
    timer = DispatchSource.makeTimerSource(queue: queue)
    timer.setEventHandler { [weak self] in self?.fireDeadlines() }
    timer.activate()
  }

  deinit {
    timer.cancel()
    scratch.deallocate()
  }

  /// Ends the loop once every descriptor is closed that was to be closed; nothing may be registered
  /// any more.
  package func close() async {
    timer.cancel()
    await watch.end()
  }

  /// Nanoseconds of a clock that only runs forwards.
  package var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Every receiver that is registered.
  var registered: [any EventReceiver] { receivers.all }

  /// Starts telling `receiver` about a descriptor; false when the system has no room for it.
  package func register(
    _ descriptor: CInt, _ interest: Interest, _ receiver: any EventReceiver
  ) -> Bool {
    dispatchPrecondition(condition: .onQueue(queue))
    guard watch.add(descriptor, interest) else { return false }
    receivers[descriptor] = receiver
    return true
  }

  package func modify(_ descriptor: CInt, _ interest: Interest) {
    dispatchPrecondition(condition: .onQueue(queue))
    watch.modify(descriptor, interest)
  }

  /// Forgets a registered descriptor and closes it once nothing watches it any more.
  ///
  /// The receiver hears nothing from now on, but the descriptor may live on for a moment.
  package func close(_ descriptor: CInt) {
    dispatchPrecondition(condition: .onQueue(queue))
    receivers[descriptor] = nil
    watch.close(descriptor)
  }

  /// Runs a block on the queue, soon and never at once; may be called from anywhere.
  package func perform(_ body: @escaping @Sendable () -> Void) {
    watch.perform(body)
  }

  /// Sees to it that the receiver hears when its deadline has passed.
  package func watchDeadline(of receiver: any EventReceiver) {
    deadlines.watch(receiver)
    armTimer()
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
