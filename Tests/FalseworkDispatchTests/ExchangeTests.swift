// Falsework
// SPDX-License-Identifier: MIT

import Dispatch
import FalseworkDispatch
import HTTPTypes
import Testing

@Suite("Exchanges", .timeLimit(.minutes(5)), .overEachReadiness)
struct ExchangeTests {
  @Test("answers one request after another on one connection")
  func keepAlive() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      for index in 0..<3 {
        let response = try await client.exchange(get("/\(index)"))
        #expect(response.status == 200)
        #expect(response.text == "GET /\(index)  - plain")
      }
    }
  }

  @Test("answers pipelined requests in order, with all replies in one piece")
  func pipelining() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      try await client.send((0..<5).map { get("/\($0)") }.joined())
      let text = String(decoding: try await client.receiveSome(), as: UTF8.self)
      let paths = text.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix(6) }
      #expect(paths == (0..<5).map { "GET /\($0)" })
    }
  }

  @Test("answers 20,000 requests that come in one go")
  func pipelinedFlood() async throws {
    try await withServer(TestService(reply: ServerReply(.ok, content: .text("x")))) { server in
      let client = try TestClient(port: server.port)
      let count = 20_000
      let reply = Array("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx".utf8)
      async let sending: Void = client.send(String(repeating: get(), count: count))
      let replies = try await client.receive(count: count * reply.count)
      try await sending
      #expect(replies.suffix(reply.count).elementsEqual(reply))
    }
  }

  @Test("keeps a busy connection longer than the idle timeout")
  func busyConnection() async throws {
    try await withServer {
      $0.idleTimeout = Self.short
    } _: { server in
      try await staysOpen(server, first: "", then: get())
    }
  }

  @Test("keeps a connection whose next head is always under way longer than the head timeout")
  func overlappingHeads() async throws {
    let (first, rest) = (get().prefix(5), get().dropFirst(5))
    try await withServer {
      $0.headTimeout = Self.short
    } _: { server in
      try await staysOpen(server, first: String(first), then: "\(rest)\(first)")
    }
  }

  private static let short = Duration.milliseconds(300)

  /// Makes exchanges for longer than `short`; starts anew where this process itself was held up.
  private func staysOpen(_ server: HTTPServer, first: String, then: String) async throws {
    while true {
      let client = try TestClient(port: server.port)
      var (previous, current) = (DispatchTime.now(), DispatchTime.now())
      let end = current + .milliseconds(700)
      do {
        try await client.send(first)
        while current < end {
          let status = try await client.exchange(then).status
          guard status == 200 else { throw TestFailure("status \(status)") }
          (previous, current) = (current, .now())
        }
        return
      } catch {
        if DispatchTime.now() < previous + .milliseconds(300) { throw error }
      }
    }
  }

  @Test(
    "ends the connection when one side asks so",
    arguments: [
      (get("/", "Connection: close"), ServerReply(.ok)),
      ("GET / HTTP/1.0\r\n\r\n", ServerReply(.ok)),
      (get(), ServerReply(.ok, fields: [.connection: "close"])),
    ])
  func closing(request: String, reply: ServerReply) async throws {
    try await withServer(TestService(reply: reply)) { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange(request)
      #expect(response.field("Connection") == "close")
      let end = await client.receiveToEnd()
      #expect(end == ([], .closed))
    }
  }

  @Test(
    "sends no content where there must be none",
    arguments: [
      ("HEAD", HTTPResponse.Status.ok, "5"), ("GET", .noContent, nil), ("GET", .notModified, nil),
    ] as [(String, HTTPResponse.Status, String?)])
  func withoutContent(
    method: String, status: HTTPResponse.Status, length: String?
  ) async throws {
    let service = TestService(reply: ServerReply(status, content: .text("12345")))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      for _ in 0..<2 {
        let response = try await client.exchange(request(method, "/"))
        #expect(response.status == status.code)
        #expect(response.field("Content-Length") == length)
      }
      #expect(await service.finishedExchanges.next()?.contentBytes == 0)
    }
  }

  @Test("answers 400 to bytes that are not HTTP, and closes")
  func garbage() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      let response = try await client.exchange("\u{1}\u{2}SSH-2.0-what\r\n")
      #expect(response.status == 400)
      #expect(response.field("Connection") == "close")
      #expect(await client.receiveToEnd() == ([], .closed))
    }
  }
}
