// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import FalseworkHTTP
internal import Glibc

extension Connection {
  /// Ends the connection on purpose, after everything before is in the hands of the system.
  ///
  /// Returns whether there may be more to do at once.
  func end(_ ending: WireEnding) -> Bool {
    // Whoever has left is not there to see it. A client may close its side and still listen
    // (RFC 9112 §9.6), but nothing tells it from one that has hung up.
    if peerHasClosed || peerIsLeaving {
      abandon(.clientGone)
      return false
    }
    switch ending {
    case .close:
      noteEnding(ending)
      breakOffExchange(.cutShort)
      stage = .closing
      return true
    case .reset:
      // A reset takes from the client what its system does not have yet.
      guard unacknowledgedCount == 0 else { return false }
      noteEnding(ending)
      var hard = linger(l_onoff: 1, l_linger: 0)
      setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
      abandon(.cutShort)
    case .stall:
      noteEnding(ending)
      stage = .stalling
      if isFinishingUp { abandon(.cutShort) }
    }
    return false
  }

  private func noteEnding(_ ending: WireEnding) {
    guard case .replying(var reply) = exchange?.stage else { return }
    reply.ending = ending
    exchange?.stage = .replying(reply)
  }

  /// Whether the peer's end or a reset has come, perhaps behind bytes that nobody has read.
  private var peerIsLeaving: Bool {
    // The same bit as POLLRDHUP, which glibc keeps from Swift.
    let leaving = CShort(EPOLLRDHUP.rawValue)
    var answer = pollfd(fd: descriptor, events: leaving, revents: 0)
    return poll(&answer, 1, 0) > 0
  }

  /// The count of bytes that the peer's system has not said to have.
  private var unacknowledgedCount: CInt {
    var count: CInt = 0
    return ioctl(descriptor, UInt(TIOCOUTQ), &count) == 0 ? count : 0
  }
}
