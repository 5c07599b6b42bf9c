// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Responses before the end of their request")
struct EarlyResponseTests {
  @Test("keep the connection and skip the rest if that is announced and small")
  func drained() {
    var machine = HTTPServerMachine(limits: HTTPLimits(drainBytesMax: 10))
    #expect(machine.read(post("Content-Length: 10", "123")).content == Array("123".utf8))

    #expect(!machine.answer(.unauthorized).contains("close"))
    #expect(machine.phase == .draining)

    let reading = machine.read("4567890" + plainGet)
    #expect(reading.content.isEmpty)
    #expect(reading.heads.map(\.method) == [.get])
    #expect(reading.ends == 1)
  }

  @Test(
    "close the connection if the rest is one byte more than may be skipped",
    arguments: [(9, false), (10, false), (11, true)])
  func drainLimit(_ length: Int, _ closes: Bool) {
    var machine = HTTPServerMachine(limits: HTTPLimits(drainBytesMax: 10))
    _ = machine.read(post("Content-Length: \(length)", ""))
    #expect(machine.answer(.unauthorized).contains("close") == closes)
  }

  @Test("skip what came with the head at once")
  func alreadyThere() {
    var machine = HTTPServerMachine()
    post("Content-Length: 3", "abc").utf8.withContiguousStorageIfAvailable {
      machine.receive(UnsafeRawBufferPointer($0))
    }
    #expect(throws: Never.self) { try machine.nextEvent() }

    _ = machine.answer(.unauthorized)

    #expect(machine.phase == .idle)
  }

  @Test(
    "close the connection if the rest is large, of unknown length or waits for 100 Continue",
    arguments: [
      "Content-Length: 65537", "Transfer-Encoding: chunked",
      "Content-Length: 3\r\nExpect: 100-continue",
    ])
  func abandoned(_ fields: String) {
    var machine = HTTPServerMachine()
    _ = machine.read(post(fields, ""))

    #expect(machine.answer(.unauthorized).contains("Connection: close\r\n"))
    #expect(machine.phase == .closing)
    #expect(machine.read("abc" + plainGet).heads.isEmpty)
  }

  @Test("keep the connection of a client that was told to continue")
  func continued() {
    var machine = HTTPServerMachine()
    _ = machine.read(post("Content-Length: 3\r\nExpect: 100-continue", ""))

    #expect(text(machine.continueBytes()) == "HTTP/1.1 100 Continue\r\n\r\n")
    #expect(machine.continueBytes().isEmpty)
    #expect(!machine.answer(.unauthorized).contains("close"))
    #expect(machine.read("abc" + plainGet).heads.count == 1)
  }

  @Test("are not needed to say 100 Continue once content has come, or to who did not ask")
  func noContinue() {
    var eager = HTTPServerMachine()
    _ = eager.read(post("Content-Length: 3\r\nExpect: 100-continue", "a"))
    #expect(eager.continueBytes().isEmpty)

    var plain = HTTPServerMachine()
    _ = plain.read(post("Content-Length: 3", ""))
    #expect(plain.continueBytes().isEmpty)
  }

  @Test("stream while the rest is still skipped")
  func streamedWhileDraining() {
    var machine = HTTPServerMachine()
    _ = machine.read(post("Content-Length: 6", "abc"))
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .chunked)
    #expect(machine.phase == .responding)
    #expect(machine.read("de").ends == 0)
    #expect(text(machine.encode(Array("x".utf8))) == "1\r\nx\r\n")
    #expect(machine.finishResponse().next == .keepAlive)
    #expect(machine.phase == .draining)
    #expect(machine.read("f" + plainGet).heads.count == 1)
  }

  @Test("end the connection if the client goes away before the rest came")
  func endOfStreamWhileDraining() {
    var machine = HTTPServerMachine()
    _ = machine.read(post("Content-Length: 6", "abc"))
    _ = machine.answer(.unauthorized)
    machine.receiveEndOfStream()

    #expect(machine.read().refusal == nil)
    #expect(machine.phase == .closed)
  }

  private func post(_ fields: String, _ content: String) -> String {
    "POST / HTTP/1.1\r\nHost: a\r\n\(fields)\r\n\r\n\(content)"
  }
}
