// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import Foundation

/// A connection to a port of this machine whose calls block.
struct RawConnection {
  fileprivate let socket: CInt

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

extension RawConnection {
  /// Everything that comes until the server ends the connection, and how it ends it.
  func end() -> (received: [UInt8], isReset: Bool) {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(socket, &buffer, buffer.count, 0)
      guard count > 0 else { return (received, count < 0 && errno == ECONNRESET) }
      received += buffer[..<count]
    }
  }
}

extension WireClient {
  /// Sends a request and returns the bytes that come, and how the connection ends.
  func end(
    of method: String, _ path: String, body: String = ""
  ) async throws -> (received: [UInt8], isReset: Bool) {
    var lines = ["\(method) \(path) HTTP/1.1", "Host: 127.0.0.1:\(port)", "Connection: close"]
    if let key { lines.append("Authorization: Key \(key)") }
    if !body.isEmpty {
      lines += ["Content-Type: application/json", "Content-Length: \(body.utf8.count)"]
    }
    let bytes = Array((lines.joined(separator: "\r\n") + "\r\n\r\n" + body).utf8)
    return try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "tests.wire").async {
        continuation.resume(
          with: Result {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(bytes)
            return connection.end()
          })
      }
    }
  }
}
