// Falsework
// SPDX-License-Identifier: MIT

internal import CLinux
internal import Glibc

/// A TCP socket that listens, not blocking.
struct ListeningSocket: Sendable {
  let descriptor: CInt
  /// The port that the system gave, where 0 was asked for.
  let port: Int

  static let backlogMax: CInt = 1024

  /// Listens on a numeric address or `localhost`; port 0 asks the system for a free one.
  init(host: String, port: Int) throws(ServerError) {
    guard (0...65_535).contains(port) else {
      throw ServerError(.addressUnusable, "port \(port) is not between 0 and 65535")
    }
    let resolved = try Self.resolve(host, port)
    defer { freeaddrinfo(resolved) }
    let address = resolved.pointee
    let descriptor = socket(
      address.ai_family, address.ai_socktype | CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue),
      0)
    guard descriptor >= 0 else { throw Self.failure("open a socket for", host, port) }
    var yes: CInt = 1
    setsockopt(
      descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
    guard bind(descriptor, address.ai_addr, address.ai_addrlen) == 0,
      listen(descriptor, Self.backlogMax) == 0,
      let bound = Self.boundPort(descriptor)
    else {
      let failure = Self.failure("listen on", host, port)
      Glibc.close(descriptor)
      throw failure
    }
    self.descriptor = descriptor
    self.port = bound
  }

  func close() {
    Glibc.close(descriptor)
  }

  /// Returns the next connection, not blocking and closed on exec; or the reason for none.
  func accept() -> Result<CInt, AcceptFailure> {
    let connection = accept4(
      descriptor, nil, nil, CInt(SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue))
    if connection >= 0 { return .success(connection) }
    switch errno {
    case EAGAIN: return .failure(.noneWaiting)
    case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .failure(.outOfResources)
    default: return .failure(.lost)
    }
  }

  enum AcceptFailure: Error {
    case noneWaiting
    case outOfResources
    /// The connection went away between arriving and being accepted.
    case lost
  }

  private static func resolve(
    _ host: String, _ port: Int
  ) throws(ServerError) -> UnsafeMutablePointer<addrinfo> {
    var hints = addrinfo()
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV | (host == "localhost" ? 0 : AI_NUMERICHOST)
    hints.ai_family = host == "localhost" ? AF_INET : AF_UNSPEC
    hints.ai_socktype = CInt(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0, let list else {
      throw ServerError(
        .addressUnusable,
        """
        \(host.debugDescription) is not an address to listen on; give a numeric one such as \
        127.0.0.1 or 0.0.0.0
        """)
    }
    return list
  }

  private static func boundPort(_ descriptor: CInt) -> Int? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    return withUnsafeMutablePointer(to: &storage) { pointer -> Int? in
      let base = UnsafeMutableRawPointer(pointer)
      guard getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
      else { return nil }
      // `sin_port` and `sin6_port` lie at the same place.
      return Int(UInt16(bigEndian: base.load(fromByteOffset: 2, as: UInt16.self)))
    }
  }

  private static func failure(_ doing: String, _ host: String, _ port: Int) -> ServerError {
    let reason = String(cString: strerror(errno))
    switch errno {
    case EADDRINUSE:
      return ServerError(
        .addressInUse,
        "port \(port) on \(host) is taken; choose another with --port, or --port 0 for a free one")
    case EADDRNOTAVAIL, EACCES:
      return ServerError(.addressUnusable, "cannot \(doing) \(host):\(port): \(reason)")
    default:
      return ServerError(.system, "cannot \(doing) \(host):\(port): \(reason)")
    }
  }
}
