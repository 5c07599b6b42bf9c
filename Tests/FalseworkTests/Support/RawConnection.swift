// Falsework
// SPDX-License-Identifier: MIT

import Foundation

/// A connection to a port of this machine whose calls block.
struct RawConnection {
  private let socket: CInt

  init(port: Int) throws {
    socket = Foundation.socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard status == 0 else {
      close()
      throw WireClient.Failure(description: "cannot connect to port \(port)")
    }
  }

  /// Sends bytes, as many as the server takes.
  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, 0x4000) }
      // A server that refuses early may stop reading; its reply still counts.
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Returns what has come, once something has; `nil` when the server has closed.
  func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(socket, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  func close() {
    Foundation.close(socket)
  }
}
