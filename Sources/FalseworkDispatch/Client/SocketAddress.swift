// Falsework
// SPDX-License-Identifier: MIT

internal import Glibc

/// A numeric address and a port: what a socket can be connected to.
public struct SocketAddress: Sendable, Hashable, CustomStringConvertible {
  /// The machine.
  public let ip: IPAddress
  /// The port, from 0 to 65535.
  public let port: Int

  /// Creates an address.
  public init(_ ip: IPAddress, port: Int) {
    precondition((0...65_535).contains(port), "a port has 16 bits")
    self.ip = ip
    self.port = port
  }

  /// The address as it stands in a URL.
  public var description: String {
    ip.octets.count == 4 ? "\(ip):\(port)" : "[\(ip)]:\(port)"
  }

  var family: CInt { ip.octets.count == 4 ? AF_INET : AF_INET6 }

  /// Begins to connect a socket; returns 0 or the number of the error.
  func connect(_ descriptor: CInt) -> CInt {
    var storage = sockaddr_storage()
    let size = withUnsafeMutableBytes(of: &storage) { storage in
      ip.octets.count == 4
        ? Self.fill(storage, version4) : Self.fill(storage, version6)
    }
    let result = withUnsafePointer(to: &storage) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        Glibc.connect(descriptor, $0, socklen_t(size))
      }
    }
    return result == 0 ? 0 : errno
  }

  private static func fill<Value>(_ storage: UnsafeMutableRawBufferPointer, _ value: Value) -> Int {
    withUnsafeBytes(of: value) { storage.copyMemory(from: $0) }
    return MemoryLayout<Value>.size
  }

  private var version4: sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    withUnsafeMutableBytes(of: &address.sin_addr) { $0.copyBytes(from: ip.octets) }
    return address
  }

  private var version6: sockaddr_in6 {
    var address = sockaddr_in6()
    address.sin6_family = sa_family_t(AF_INET6)
    address.sin6_port = in_port_t(port).bigEndian
    withUnsafeMutableBytes(of: &address.sin6_addr) { $0.copyBytes(from: ip.octets) }
    return address
  }
}
