// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Refusals")
struct RefusalTests {
  @Test("are told with their reason and close the connection")
  func refusal() throws {
    var machine = HTTPServerMachine()
    let refusal = try #require(machine.read("GET / HTTP/2.0\r\n" + plainGet).refusal)
    #expect(refusal.reason == .unsupportedVersion)
    #expect(machine.phase == .refusing)

    let bytes = text(machine.refuse(refusal))

    let expected = """
      HTTP/1.1 505 HTTP Version Not Supported\r
      Content-Type: text/plain; charset=utf-8\r
      Content-Length: 39\r
      Connection: close\r
      \r
      only HTTP/1.x is supported (at byte 0)

      """
    #expect(bytes == expected)
    #expect(machine.phase == .closing)
    #expect(machine.read(plainGet).heads.isEmpty)
  }

  @Test("are thrown again until they are told")
  func repeated() {
    var machine = HTTPServerMachine()
    let first = machine.read("\u{1}").refusal
    #expect(first != nil)
    #expect(machine.read(plainGet).refusal == first)
  }

  @Test("can carry content and fields of the application")
  func content() {
    var machine = HTTPServerMachine()
    let content = Array(#"{"detail":"Request Timeout"}"#.utf8)
    _ = machine.read("GET / HT")

    let bytes = machine.refuse(
      HTTPRefusal(.requestTimeout), fields: [.contentType: "application/json"], content: content)

    #expect(text(bytes).hasPrefix("HTTP/1.1 408 Request Timeout\r\nContent-Type: application/json"))
    #expect(text(bytes).hasSuffix(#"{"detail":"Request Timeout"}"#))
  }

  @Test("have no content in answer to HEAD")
  func head() {
    var machine = HTTPServerMachine()
    let request = "HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"
    #expect(machine.read(request).refusal?.reason == .message(.malformedChunkSize))
    #expect(text(machine.refuse(HTTPRefusal(.requestTimeout))).hasSuffix("\r\n\r\n"))
  }

  @Test("give no bytes once a response has begun, and none for a closed connection")
  func tooLate() {
    var machine = serverAfter(plainGet)
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .length(5))
    #expect(machine.refuse(HTTPRefusal(.requestTimeout)).isEmpty)
    #expect(machine.phase == .closing)
    #expect(machine.refuse(HTTPRefusal(.requestTimeout)).isEmpty)
  }

  @Test("make a response that comes late go nowhere")
  func lateResponse() {
    var machine = serverAfter(plainGet)
    _ = machine.refuse(HTTPRefusal(.requestTimeout))

    #expect(machine.answer(.ok, body: .chunked).isEmpty)
    #expect(machine.encode([1]).isEmpty)
    #expect(machine.finishResponse().next == .close)
  }

  @Test("are not given to a client that closes between requests")
  func cleanEnd() {
    var machine = serverAfter(plainGet)
    machine.receiveEndOfStream()
    #expect(machine.answer(.ok).contains("Connection: close\r\n"))
    #expect(machine.phase == .closing)
  }
}
