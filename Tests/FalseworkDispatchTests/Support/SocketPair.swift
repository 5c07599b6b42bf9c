// Falsework
// SPDX-License-Identifier: MIT

import Glibc

/// Two ends of a connection; nothing waits on them.
final class SocketPair: Sendable {
  let near: CInt
  let far: CInt
  private let owned: Ends

  /// The ends that are closed with the pair.
  enum Ends {
    case both
    case far
  }

  /// Makes a pair; its near end may be given to a loop, which closes it.
  init(owning owned: Ends = .both) throws {
    var ends: [CInt] = [0, 0]
    let kind = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw TestFailure("no socket pair") }
    (near, far) = (ends[0], ends[1])
    self.owned = owned
  }

  deinit {
    if owned == .both { close(near) }
    close(far)
  }

  /// Reads at the far end.
  func read(count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let received = recv(far, &bytes, count, 0)
    return Array(bytes.prefix(max(0, received)))
  }

  /// Writes a byte at the far end.
  func write() {
    send(far, "x", 1, CInt(MSG_NOSIGNAL))
  }

  /// Writes at the near end until no more is taken.
  func fill() {
    let bytes = [UInt8](repeating: 0, count: 4096)
    while send(near, bytes, bytes.count, CInt(MSG_NOSIGNAL)) > 0 {}
  }

  /// Closes the far end in both directions.
  func hangUp() {
    shutdown(far, CInt(SHUT_RDWR))
  }

  /// Whether the near end is closed.
  var isHungUp: Bool {
    var byte: UInt8 = 0
    let count = recv(far, &byte, 1, CInt(MSG_PEEK))
    // It ends with an error where bytes were left unread.
    return count == 0 || count < 0 && errno != EAGAIN
  }
}
