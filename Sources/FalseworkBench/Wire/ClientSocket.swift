// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A client's end of a TCP connection on this machine.
///
/// It is a plain descriptor: whoever made it closes it.
struct ClientSocket {
  let descriptor: CInt

  /// How long connecting, or a blocking read or write, may take.
  private static let patienceSeconds = 10
  /// Each address has some 28,000 ports, which a load of short connections uses up in seconds.
  private static let sourceCount: UInt32 = 16

  /// Connects to a port of 127.0.0.1, from one of several addresses of the machine by `turn`.
  static func connect(
    port: Int, turn: Int = 0, receiveBufferBytes: CInt? = nil
  ) throws(BenchFailure) -> ClientSocket {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchFailure(system: "make a socket") }
    let connection = ClientSocket(descriptor: descriptor)
    connection.prepare(receiveBufferBytes)
    let source = UInt32(truncatingIfNeeded: turn) % sourceCount
    let isConnected =
      withAddress(loopback + source, port: 0) { Glibc.bind(descriptor, $0, $1) } == 0
      && withAddress(loopback, port: port) { Glibc.connect(descriptor, $0, $1) } == 0
    guard isConnected else {
      let failure = BenchFailure(system: "connect to 127.0.0.1:\(port)")
      connection.close()
      throw failure
    }
    return connection
  }

  /// Returns a port that is free now.
  static func freePort() throws(BenchFailure) -> Int {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { Glibc.close(descriptor) }
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withAddress(loopback, port: 0) { Glibc.bind(descriptor, $0, $1) }
    let named = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        getsockname(descriptor, $0, &length)
      }
    }
    guard result == 0, named == 0 else { throw BenchFailure(system: "find a free port") }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  /// Sends what the system takes at once; returns its count, or the negative error number.
  func send(_ bytes: UnsafeRawBufferPointer) -> Int {
    let count = Glibc.send(
      descriptor, bytes.baseAddress, bytes.count, CInt(MSG_NOSIGNAL | MSG_DONTWAIT)
    )
    return count < 0 ? -Int(errno) : count
  }

  /// Receives what is there; returns its count, 0 at the end, or the negative error number.
  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = recv(
      descriptor, buffer.baseAddress, buffer.count, CInt(MSG_DONTWAIT))
    return count < 0 ? -Int(errno) : count
  }

  /// Waits until something is there, and receives it.
  func receiveWaiting(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = recv(descriptor, buffer.baseAddress, buffer.count, 0)
    return count < 0 ? -Int(errno) : count
  }

  /// Whether the peer has neither closed the connection nor sent anything.
  var isQuiet: Bool {
    var byte: UInt8 = 0
    let flags = CInt(MSG_PEEK | MSG_DONTWAIT)
    return recv(descriptor, &byte, 1, flags) < 0 && errno == EAGAIN
  }

  /// Closes the sending side only.
  func finishSending() {
    shutdown(descriptor, CInt(SHUT_WR))
  }

  func close() {
    Glibc.close(descriptor)
  }

  /// Closes so that the peer gets a reset.
  func reset() {
    set(SOL_SOCKET, SO_LINGER, linger(l_onoff: 1, l_linger: 0))
    close()
  }

  private func prepare(_ receiveBufferBytes: CInt?) {
    set(CInt(IPPROTO_TCP), TCP_NODELAY, CInt(1))
    // The port is chosen when the peer is known, so that peers can share it (ip(7)).
    set(CInt(IPPROTO_IP), IP_BIND_ADDRESS_NO_PORT, CInt(1))
    let patience = timeval(tv_sec: Self.patienceSeconds, tv_usec: 0)
    set(SOL_SOCKET, SO_SNDTIMEO, patience)
    set(SOL_SOCKET, SO_RCVTIMEO, patience)
    if let receiveBufferBytes { set(SOL_SOCKET, SO_RCVBUF, receiveBufferBytes) }
  }

  private func set<Value>(_ level: CInt, _ option: CInt, _ value: Value) {
    withUnsafeBytes(of: value) {
      _ = setsockopt(descriptor, level, option, $0.baseAddress, socklen_t($0.count))
    }
  }

  private static let loopback: UInt32 = 0x7f00_0001

  private static func withAddress(
    _ host: UInt32, port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt
  ) -> CInt {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = host.bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }
}
