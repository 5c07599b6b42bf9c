// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Tunnels")
struct TunnelTests {
  @Test("hand over what came behind the head, whether it looks like HTTP or not")
  func leftover() {
    let hello = "\u{16}\u{3}\u{1}" + plainGet
    var machine = HTTPServerMachine()
    let reading = machine.read("CONNECT Queue.fal.run:443 HTTP/1.1\r\nHost: q\r\n\r\n" + hello)
    #expect(reading.heads.first?.authority?.description == "queue.fal.run:443")

    let (reply, leftover) = machine.openTunnel()

    #expect(text(reply) == "HTTP/1.1 200 OK\r\n\r\n")
    #expect(text(leftover) == hello)
    #expect(machine.phase == .tunnel)
    #expect(!machine.wantsBytes)
  }

  @Test("can be opened between the head and the end")
  func early() throws {
    var machine = HTTPServerMachine()
    "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n".utf8.withContiguousStorageIfAvailable {
      machine.receive(UnsafeRawBufferPointer($0))
    }
    guard case .head = try machine.nextEvent() else {
      Issue.record("there is no head")
      return
    }
    #expect(machine.openTunnel().leftover.isEmpty)
    #expect(try machine.nextEvent() == nil)
  }
}
