// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// An epoll set, and the events of its last wait.
final class ReadySet {
  private static let eventCountMax = 512

  private let set: CInt
  private let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: eventCountMax)

  init() throws(BenchFailure) {
    set = epoll_create1(CInt(EPOLL_CLOEXEC))
    events.initialize(repeating: epoll_event())
    guard set >= 0 else { throw BenchFailure(system: "make an epoll set") }
  }

  deinit {
    if set >= 0 { close(set) }
    events.deallocate()
  }

  func add(_ descriptor: CInt, _ interest: Interest) throws(BenchFailure) {
    guard control(EPOLL_CTL_ADD, descriptor, interest) == 0 else {
      throw BenchFailure(system: "watch a socket")
    }
  }

  func modify(_ descriptor: CInt, _ interest: Interest) {
    _ = control(EPOLL_CTL_MOD, descriptor, interest)
  }

  /// Waits until sockets are ready or time is up; returns how many are ready.
  func wait(milliseconds: Int) -> Int {
    max(0, Int(epoll_wait(set, events.baseAddress, CInt(events.count), CInt(milliseconds))))
  }

  /// The descriptor of an event of the last wait.
  func descriptor(at index: Int) -> CInt {
    guard let base = events.baseAddress else { return -1 }
    return falsework_epoll_descriptor(base + index)
  }

  /// What has become of the descriptor of an event of the last wait.
  func interest(at index: Int) -> Interest { Interest(rawValue: events[index].events) }

  private func control(_ operation: CInt, _ descriptor: CInt, _ interest: Interest) -> CInt {
    var event = falsework_epoll_event(interest.rawValue, descriptor)
    return epoll_ctl(set, operation, descriptor, &event)
  }
}

/// What to hear about a descriptor; also what is heard.
struct Interest: OptionSet {
  let rawValue: UInt32

  static let reading = Interest(rawValue: EPOLLIN.rawValue)
  static let writing = Interest(rawValue: EPOLLOUT.rawValue)
  /// The connection is gone in both directions; heard without being asked for.
  static let gone = Interest(rawValue: EPOLLERR.rawValue | EPOLLHUP.rawValue)
}
