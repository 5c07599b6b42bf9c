// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Heads that lie about their content")
struct FramingLieTests {
  /// A request line, what a response says of its content, the fields of its head and its end.
  struct Row: Sendable {
    let request: String
    let body: HTTPResponseBody
    let framing: WirePlan.Framing
    let fields: String
    let next: HTTPConnectionFate
  }

  @Test(
    "say what they are told to and nothing of the end of the connection",
    arguments: FramingLies.rows)
  func fields(_ row: Row) {
    var machine = serverAfter("\(row.request)\r\nHost: a\r\n\r\n")
    let head = machine.respond(
      HTTPResponseHead(status: .ok), body: row.body, framing: row.framing)
    #expect(text(head) == "HTTP/1.1 200 OK\r\n\(row.fields)\r\n")
    machine.skipAll(of: row.body, row.framing)
    #expect(machine.finishResponse().next == row.next)
  }

  @Test("have no field about content that the status forbids")
  func noContent() {
    for framing in [WirePlan.Framing.length(offset: 3), .none, .malformedChunk(at: 0)] {
      var machine = serverAfter(plainGet)
      let head = machine.respond(
        HTTPResponseHead(status: .noContent), body: .none, framing: framing)
      #expect(text(head) == "HTTP/1.1 204 No Content\r\n\r\n")
    }
  }

  @Test("tell the mark of the end before it is due")
  func ending() {
    var machine = serverAfter(plainGet)
    #expect(machine.contentEnding == [])
    _ = machine.respond(HTTPResponseHead(status: .ok), body: .chunked)
    #expect(text(machine.contentEnding) == "0\r\n\r\n")
    #expect(machine.finishResponse().bytes == Array("0\r\n\r\n".utf8))
    #expect(machine.contentEnding == [])
  }
}

extension HTTPServerMachine {
  fileprivate mutating func skipAll(of body: HTTPResponseBody, _ framing: WirePlan.Framing) {
    if case .malformedChunk = framing { return }
    if case .length(let count) = body { skipContent(byteCount: count) }
  }
}

/// The table of the suite; apart, since its arguments may not be its own.
enum FramingLies {
  private typealias Row = FramingLieTests.Row

  static let rows: [FramingLieTests.Row] = [
    Row(
      request: "GET / HTTP/1.1", body: .length(5), framing: .length(offset: 2),
      fields: "Content-Length: 7\r\n", next: .keepAlive),
    Row(
      request: "GET / HTTP/1.1", body: .length(5), framing: .length(offset: -9),
      fields: "Content-Length: 0\r\n", next: .keepAlive),
    Row(
      request: "GET / HTTP/1.1", body: .length(5), framing: .length(offset: .max),
      fields: "Content-Length: 9223372036854775807\r\n", next: .keepAlive),
    Row(
      request: "GET / HTTP/1.1", body: .chunked, framing: .length(offset: 9),
      fields: "Content-Length: 9\r\n", next: .close),
    Row(
      request: "GET / HTTP/1.1", body: .length(5), framing: .none, fields: "", next: .keepAlive),
    Row(request: "GET / HTTP/1.1", body: .chunked, framing: .none, fields: "", next: .close),
    Row(
      request: "GET / HTTP/1.1", body: .length(5), framing: .malformedChunk(at: 1),
      fields: "Transfer-Encoding: chunked\r\n", next: .keepAlive),
    Row(
      request: "GET / HTTP/1.0", body: .length(5), framing: .malformedChunk(at: 1),
      fields: "Connection: close\r\n", next: .close),
    Row(
      request: "GET / HTTP/1.1\r\nConnection: close", body: .length(5), framing: .none,
      fields: "Connection: close\r\n", next: .close),
    Row(
      request: "HEAD / HTTP/1.1", body: .length(5), framing: .length(offset: 2),
      fields: "Content-Length: 7\r\n", next: .keepAlive),
  ]
}
