// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import FalseworkDispatch
import FalseworkHTTP
import FalseworkTLS
import Glibc

/// What a client sees that sends one request through TLS by a socket of its own.
struct SecureVisit {
  enum Ending: Equatable {
    /// FIN, after the message of TLS that says so.
    case closed
    /// FIN without that message.
    case closedWithoutNotice
    case reset
    /// Nothing but what was expected, until the client itself has closed its side; then FIN.
    case silent
    case failed(CInt)
  }

  var plaintext: [UInt8] = []
  var ending = Ending.closed

  /// Visits a port on a thread of its own, as everything here blocks.
  ///
  /// The client closes its side after `count` bytes where the connection is to stall.
  static func make(
    port: Int, _ session: sending TLSClientSession, expecting count: Int, _ ending: WireEnding
  ) async -> SecureVisit {
    let client = Client(session, port: port, leavesAfter: ending == .stall ? count : .max)
    return await withCheckedContinuation { continuation in
      DispatchQueue(label: "falsework.test.visit").async {
        continuation.resume(returning: client.visit())
      }
    }
  }

  private final class Client: @unchecked Sendable {
    // Safe: handed over to its one thread.
    private var end: TLSEnd<TLSClientSession>
    private let session: TLSClientSession
    private let port: Int
    private let leavesAfter: Int

    init(_ session: TLSClientSession, port: Int, leavesAfter count: Int) {
      end = TLSEnd(session)
      self.session = session
      self.port = port
      leavesAfter = count
    }

    func visit() -> SecureVisit {
      let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      guard connect(descriptor) else { return SecureVisit(ending: .failed(errno)) }
      session.start(outbound: &end.outbound)
      var hasAsked = false
      var hasLeft = false
      var chunk = [UInt8](repeating: 0, count: 16 * 1024)
      while true {
        if end.state == .open, !hasAsked {
          hasAsked = true
          end.send(Array("GET / HTTP/1.1\r\nHost: fal.run\r\n\r\n".utf8))
        }
        let outbound = end.takeOutbound()
        // To send nothing would take the error that tells of a reset.
        if !outbound.isEmpty { send(descriptor, outbound, outbound.count, CInt(MSG_NOSIGNAL)) }
        if end.plaintext.count >= leavesAfter, !hasLeft {
          hasLeft = true
          shutdown(descriptor, CInt(SHUT_WR))
        }
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else {
          return SecureVisit(plaintext: end.plaintext, ending: ending(count, hasLeft))
        }
        end.receive(chunk[..<count])
      }
    }

    private func ending(_ count: Int, _ hasLeft: Bool) -> Ending {
      if count < 0 { return errno == ECONNRESET ? .reset : .failed(errno) }
      if hasLeft { return .silent }
      return end.state == .endOfStream ? .closed : .closedWithoutNotice
    }

    private func connect(_ descriptor: CInt) -> Bool {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = UInt16(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
      return withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
    }
  }
}
