// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Synchronization
import Testing

/// A server that gives every request the same bytes, in pieces of a size.
final class CannedServer: Sendable {
  enum Ending {
    case keepOpen
    case close
  }

  let port: Int
  private let accepted = Atomic(0)
  private let asked = Mutex<[String]>([])
  private let listener: CInt
  private let reply: [UInt8]
  private let piece: Int
  private let ending: Ending

  init(reply: String, piece: Int = .max, ending: Ending = .keepOpen) throws {
    self.reply = Array(reply.utf8)
    self.piece = piece
    self.ending = ending
    listener = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = listener
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) + listen(descriptor, 64) + getsockname(descriptor, $0, &length)
      }
    }
    try #require(result == 0)
    port = Int(UInt16(bigEndian: address.sin_port))
    Thread.detachNewThread { self.accept() }
  }

  /// The number of connections so far.
  var connectionCount: Int { accepted.load(ordering: .relaxed) }

  /// What was asked for, in the order of arrival.
  var targets: [String] { asked.withLock { $0 } }

  /// Wakes the accepting thread for its end.
  func stop() {
    shutdown(listener, CInt(SHUT_RDWR))
  }

  private func accept() {
    while true {
      let connection = Foundation.accept(listener, nil, nil)
      guard connection >= 0 else { break }
      accepted.add(1, ordering: .relaxed)
      Thread.detachNewThread { self.serve(connection) }
    }
    close(listener)
  }

  private func serve(_ connection: CInt) {
    defer { close(connection) }
    var received: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = recv(connection, &chunk, chunk.count, 0)
      guard count > 0 else { return }
      received += chunk[..<count]
      guard received.suffix(4).elementsEqual("\r\n\r\n".utf8) else { continue }
      let words = String(decoding: received, as: UTF8.self).split(separator: " ")
      asked.withLock { $0.append(words.count > 1 ? String(words[1]) : "") }
      received = []
      var rest = reply[...]
      while !rest.isEmpty {
        send(connection, Array(rest.prefix(piece)), min(piece, rest.count), CInt(MSG_NOSIGNAL))
        rest = rest.dropFirst(piece)
      }
      if ending == .close { return }
    }
  }
}
