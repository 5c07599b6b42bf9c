// Falsework
// SPDX-License-Identifier: MIT

import Foundation
import Glibc

/// A server of one connection that says what it was told to, whatever it is asked.
final class ScriptedPeer: Sendable {
  /// What the peer does once the head of a request is there.
  enum Script: Sendable {
    /// Sends bytes and closes.
    case say(String)
    /// Sends bytes without waiting for a head, and ends when the client does.
    case tell([UInt8])
    /// Does nothing until the client goes.
    case wait
  }

  /// What a port does that is held without anybody who answers.
  enum Silence: Sendable {
    /// It is bound and refuses.
    case refusing
  }

  let port: Int
  let request = Mailbox<String>()
  private let descriptor: CInt

  /// Binds a free port where nobody listens.
  init(_ silence: Silence) throws {
    (descriptor, port) = try Self.bound()
  }

  /// Listens on a free port and serves one connection.
  init(_ script: Script) throws {
    (descriptor, port) = try Self.bound()
    guard listen(descriptor, 1) == 0 else { throw TestFailure("cannot listen: \(errno)") }
    let (descriptor, request) = (descriptor, request)
    Thread.detachNewThread {
      let connection = accept(descriptor, nil, nil)
      guard connection >= 0 else { return }
      defer { close(connection) }
      if case .tell(let bytes) = script {
        Self.send(bytes, connection)
        shutdown(connection, CInt(SHUT_WR))
        return Self.drain(connection)
      }
      request.post(Self.head(connection))
      switch script {
      case .say(let text): Self.send(Array(text.utf8), connection)
      case .wait, .tell: Self.drain(connection)
      }
    }
  }

  private static func send(_ bytes: [UInt8], _ connection: CInt) {
    _ = Glibc.send(connection, bytes, bytes.count, CInt(MSG_NOSIGNAL))
  }

  private static func drain(_ connection: CInt) {
    var byte: UInt8 = 0
    while recv(connection, &byte, 1, 0) > 0 {}
  }

  deinit {
    shutdown(descriptor, CInt(SHUT_RDWR))
    close(descriptor)
  }

  private static func head(_ connection: CInt) -> String {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8), recv(connection, &byte, 1, 0) > 0 {
      bytes.append(byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func bound() throws -> (CInt, Int) {
    let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, size) == 0 ? getsockname(descriptor, address, &size) : -1
      }
    }
    guard status == 0 else { throw TestFailure("cannot bind: \(errno)") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }
}
