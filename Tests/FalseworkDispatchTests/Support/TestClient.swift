// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import Glibc
import Synchronization

/// A client that writes and reads raw bytes and waits without blocking a thread.
final class TestClient: Sendable {
  /// How the server ended the connection.
  enum Ending: Error, Equatable {
    case closed
    case reset
  }

  enum Loopback {
    case ipv4
    case ipv6
  }

  struct Setup {
    var loopback = Loopback.ipv4
    /// A small number makes a client that soon holds the server up.
    var receiveBufferBytes: CInt?
  }

  private struct Inbox {
    var bytes: [UInt8] = []
    var start = 0
  }

  let descriptor: CInt
  private let queue = DispatchQueue(label: "falsework.test.client")
  private let inbox = Mutex(Inbox())
  private let isOpen = Mutex(true)

  /// Connects at once.
  convenience init(port: Int, _ setup: Setup = Setup()) throws {
    try self.init(unconnected: setup)
    try connect(port: port, setup.loopback)
  }

  /// Makes a socket that `connect` will use.
  init(unconnected setup: Setup = Setup()) throws {
    let family = setup.loopback == .ipv4 ? AF_INET : AF_INET6
    descriptor = socket(family, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw TestFailure("no socket: \(errno)") }
    var yes: CInt = 1
    setsockopt(
      descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<CInt>.size))
    if var bytes = setup.receiveBufferBytes {
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, socklen_t(MemoryLayout<CInt>.size))
    }
  }

  deinit {
    close()
  }

  func connect(port: Int, _ loopback: Loopback = .ipv4) throws {
    let result =
      switch loopback {
      case .ipv4: connectIPv4(UInt16(port).bigEndian)
      case .ipv6: connectIPv6(UInt16(port).bigEndian)
      }
    guard result == 0 else { throw TestFailure("cannot connect: \(errno)") }
    _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
  }

  func send(_ text: String) async throws {
    try await send(Array(text.utf8))
  }

  func send(_ bytes: [UInt8]) async throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress?.advanced(by: sent), $0.count - sent, CInt(MSG_NOSIGNAL))
      }
      if count >= 0 {
        sent += count
      } else if errno == EAGAIN {
        await untilWritable()
      } else {
        throw Ending.reset
      }
    }
  }

  /// Sends what the system takes at once; returns its count.
  func sendSome(_ bytes: ArraySlice<UInt8>) -> Int {
    max(
      0,
      bytes.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL)) }
    )
  }

  /// Returns exactly so many bytes.
  func receive(count: Int) async throws -> [UInt8] {
    while inbox.withLock({ $0.bytes.count - $0.start }) < count { try await fill() }
    return inbox.withLock { inbox in
      let taken = Array(inbox.bytes[inbox.start..<inbox.start + count])
      inbox.start += count
      if inbox.start == inbox.bytes.count { inbox = Inbox() }
      return taken
    }
  }

  /// Returns what one read gives.
  func receiveSome() async throws -> [UInt8] {
    if inbox.withLock({ $0.bytes.isEmpty }) { try await fill() }
    return try await receive(count: inbox.withLock { $0.bytes.count - $0.start })
  }

  /// Reads to the end of the connection; returns what came and how it ended.
  func receiveToEnd() async -> (bytes: [UInt8], ending: Ending) {
    while true {
      do throws(Ending) {
        try await fill()
      } catch {
        let rest = inbox.withLock { Array($0.bytes[$0.start...]) }
        return (rest, error)
      }
    }
  }

  /// Closes the sending side only.
  func finishSending() {
    shutdown(descriptor, CInt(SHUT_WR))
  }

  /// Closes so that the server gets a reset.
  func reset() {
    var hard = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &hard, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  func close() {
    isOpen.withLock { isOpen in
      if isOpen { Glibc.close(descriptor) }
      isOpen = false
    }
  }

  private func fill() async throws(Ending) {
    while true {
      switch readOnce() {
      case 1...: return
      case 0: throw .closed
      case -Int(EAGAIN), -Int(EINTR): await untilReadable()
      default: throw .reset
      }
    }
  }

  /// Returns the count of bytes read, or the negative error number.
  private func readOnce() -> Int {
    var chunk = [UInt8](repeating: 0, count: 64 * 1024)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count > 0 else { return count == 0 ? 0 : -Int(errno) }
    inbox.withLock { $0.bytes += chunk[..<count] }
    return count
  }

  private func untilReadable() async {
    await event(of: DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue))
  }

  private func untilWritable() async {
    await event(of: DispatchSource.makeWriteSource(fileDescriptor: descriptor, queue: queue))
  }

  private func event(of source: any DispatchSourceProtocol) async {
    await withCheckedContinuation { continuation in
      source.setEventHandler { source.cancel() }
      source.setCancelHandler { continuation.resume() }
      source.activate()
    }
  }

  private func connectIPv4(_ port: UInt16) -> CInt {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    return connect(&address)
  }

  private func connectIPv6(_ port: UInt16) -> CInt {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = port
    address.sin6_addr = in6addr_loopback
    return connect(&address)
  }

  private func connect<Address>(_ address: inout Address) -> CInt {
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
      }
    }
  }
}

/// A reason why a test could not do its work.
struct TestFailure: Error {
  let reason: String

  init(_ reason: String) {
    self.reason = reason
  }
}
