// Falsework
// SPDX-License-Identifier: MIT

import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("The client machine")
struct ClientMachineTests {
  static let authority = HTTPAuthority(parsing: "queue.fal.run")

  @Test(
    "writes framing and Host itself",
    arguments: [
      (HTTPRequest.Method.get, HTTPRequestBody.none, ""),
      (.post, .none, "Content-Length: 0\r\n"),
      (.post, .bytes(Array("hi".utf8)), "Content-Length: 2\r\n"),
      (.put, .length(9), "Content-Length: 9\r\n"),
      (.put, .chunked, "Transfer-Encoding: chunked\r\n"),
    ])
  func framing(_ method: HTTPRequest.Method, _ body: HTTPRequestBody, _ expected: String) throws {
    var machine = HTTPClientMachine()
    let request = HTTPClientRequest(
      method: method, target: .origin(path: "/a", query: "b=c"),
      authority: try #require(Self.authority),
      fields: [.accept: "*/*", .contentLength: "77", .transferEncoding: "gzip"])

    let bytes = text(machine.send(request, body: body))

    let head = "\(method) /a?b=c HTTP/1.1\r\nHost: queue.fal.run\r\nAccept: */*\r\n\(expected)\r\n"
    #expect(bytes.hasPrefix(head))
  }

  @Test("writes a Host that the fields give instead of its own")
  func ownHost() throws {
    var machine = HTTPClientMachine()
    let host = try #require(HTTPField.Name("Host"))
    let bytes = text(machine.send(try get(fields: [host: "other.example"])))
    #expect(bytes == "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n")
  }

  @Test("carries requests one after another on a connection that both sides keep")
  func reuse() throws {
    var machine = HTTPClientMachine()
    for _ in 0..<3 {
      #expect(machine.phase == .idle)
      _ = machine.send(try get())
      #expect(machine.phase == .awaitingHead)
      receive(&machine, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\no")
      _ = try machine.nextEvent()
      #expect(machine.phase == .readingBody)
      receive(&machine, "k")
      while try machine.nextEvent() != nil {}
    }
    #expect(machine.phase == .idle)
  }

  @Test("does not keep the connection if the request asked to close")
  func requestCloses() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(try get(fields: [.connection: "close"]))
    receive(&machine, "HTTP/1.1 204 No Content\r\n\r\n")
    while try machine.nextEvent() != nil {}
    #expect(machine.phase == .closed)
  }

  @Test("does not keep the connection if the response came before the end of the request")
  func earlyResponse() throws {
    var machine = HTTPClientMachine()
    let post = HTTPClientRequest(
      method: .post, target: .origin(path: "/", query: nil),
      authority: try #require(Self.authority))
    _ = machine.send(post, body: .length(10))
    #expect(text(machine.encode(Array("half".utf8))) == "half")
    receive(&machine, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n")
    while try machine.nextEvent() != nil {}

    #expect(machine.phase == .closed)
    #expect(machine.encode(Array("more".utf8)).isEmpty)
    #expect(machine.finishRequest().isEmpty)
  }

  @Test("notices that the server closed a connection between requests")
  func idleClose() throws {
    var machine = HTTPClientMachine()
    machine.receiveEndOfStream()
    #expect(try machine.nextEvent() == nil)
    #expect(machine.phase == .closed)
  }

  @Test("does not take a response that nobody asked for")
  func unsolicited() {
    var machine = HTTPClientMachine()
    receive(&machine, "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
    #expect(machine.phase == .closed)
    #expect(throws: HTTPResponseFailure.self) { try machine.nextEvent() }
    #expect(machine.phase == .failed)
  }

  @Test("tells how much of the content is missing")
  func truncated() throws {
    var machine = HTTPClientMachine()
    _ = machine.send(try get())
    receive(&machine, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n0123456789")
    machine.receiveEndOfStream()
    _ = try machine.nextEvent()
    _ = try machine.nextEvent()

    let failure = #expect(throws: HTTPResponseFailure.self) { try machine.nextEvent() }
    #expect(failure?.reason == .truncatedContent(received: 10, expected: 100))
    #expect(failure?.offset == 50)
  }

  private func get(fields: HTTPFields = [:]) throws -> HTTPClientRequest {
    HTTPClientRequest(
      target: .origin(path: "/", query: nil), authority: try #require(Self.authority),
      fields: fields)
  }

  private func receive(_ machine: inout HTTPClientMachine, _ text: String) {
    Array(text.utf8).withUnsafeBytes { machine.receive($0) }
  }
}
