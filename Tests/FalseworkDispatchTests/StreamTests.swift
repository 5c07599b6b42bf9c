// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Synchronization
import Testing

@Suite("Streamed replies", .timeLimit(.minutes(5)), .overEachReadiness)
struct StreamTests {
  private static let stepwise = ReplyContent.steps(
    .text("one"), .wait(.milliseconds(1)), .text("two"),
    .work { ScriptedSource(steps: [.text("three"), .wait(.zero)]) })

  @Test("go out in chunks, and the connection stays")
  func pieces() async throws {
    try await withServer(TestService(reply: ServerReply(.ok, content: Self.stepwise))) { server in
      let client = try TestClient(port: server.port)
      for _ in 0..<2 {
        try await client.send(get())
        let head = try await client.response()
        #expect(head.field("Transfer-Encoding") == "chunked")
        #expect(head.field("Connection") == nil)
        for text in ["one", "two", "three", ""] { #expect(try await client.chunk() == text) }
      }
    }
  }

  @Test("close the connection at their end if the reply says so")
  func closing() async throws {
    let reply = ServerReply(.ok, fields: [.connection: "close"], content: Self.stepwise)
    try await withServer(TestService(reply: reply)) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.responseHead().status == 200)
      let rest = await client.receiveToEnd()
      let coded = "3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n"
      #expect(String(decoding: rest.bytes, as: UTF8.self) == coded)
      #expect(rest.ending == .closed)
    }
  }

  @Test("go to an HTTP/1.0 client as they are, until the connection closes")
  func http10() async throws {
    let service = TestService(reply: ServerReply(.ok, content: Self.stepwise))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send("GET / HTTP/1.0\r\n\r\n")
      let head = try await client.response()
      #expect(head.field("Transfer-Encoding") == nil)
      let rest = await client.receiveToEnd()
      #expect(String(decoding: rest.bytes, as: UTF8.self) == "onetwothree")
      #expect(rest.ending == .closed)
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .delivered)
      #expect(finished.contentBytes == 11)
    }
  }

  @Test("are not asked for anything by HEAD")
  func head() async throws {
    let asked = Mutex(0)
    let source = ScriptedSource(steps: [.text("never")]) { asked.withLock { $0 += 1 } }
    let reply = ServerReply(.ok, content: .stream(ReplyStream(source)))
    try await withServer(TestService(reply: reply)) { server in
      let client = try TestClient(port: server.port)
      for _ in 0..<2 {
        let head = try await client.exchange(request("HEAD", "/"))
        #expect(head.field("Transfer-Encoding") == "chunked")
      }
      #expect(asked.withLock { $0 } == 0)
    }
  }

  @Test("pass the filter")
  func filtered() async throws {
    try await withServer(TestService(reply: ServerReply(.ok, content: Self.stepwise))) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get("/", "Connection: close"))
      var text = ""
      while case let record = try await client.receiveRecord(), record.type == .data {
        text += String(decoding: record.content, as: UTF8.self)
      }
      #expect(text.hasSuffix("3\r\none\r\n3\r\ntwo\r\n5\r\nthree\r\n0\r\n\r\n"))
    }
  }

  @Test("keep pipelined requests waiting")
  func pipelined() async throws {
    let service = TestService { request in
      let isStream = request.head.target.path == "/stream"
      return .now(ServerReply(.ok, content: isStream ? Self.stepwise : .text("plain")))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get("/stream") + get("/plain") + get("/stream") + get("/plain"))
      for _ in 0..<2 {
        #expect(try await client.response().status == 200)
        for text in ["one", "two", "three", ""] { #expect(try await client.chunk() == text) }
        #expect(try await client.response().text == "plain")
      }
    }
  }

  @Test("are produced by calls that take their time")
  func produced() async throws {
    let pieces = Mailbox<[UInt8]?>()
    let stream = ReplyStream { await pieces.next() ?? nil }
    try await withServer(TestService(reply: ServerReply(.ok, content: .stream(stream)))) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.response().status == 200)
      pieces.post([])
      for text in ["first", "second"] {
        pieces.post(Array(text.utf8))
        #expect(try await client.chunk() == text)
      }
      pieces.post(nil)
      #expect(try await client.chunk().isEmpty)
    }
  }

  @Test("are cut where they cannot be completed, so that the client can tell")
  func failed() async throws {
    let service = TestService(
      reply: ServerReply(.ok, content: .steps(.text("half"), .wait(.zero), .failed)))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.response().status == 200)
      #expect(try await client.chunk() == "half")
      #expect(await client.receiveToEnd() == ([], .closed))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .cutShort)
      #expect(finished.contentBytes == 4)
    }
  }

  @Test("wait without a limit, and are asked again when the bell rings")
  func bell() async throws {
    let bell = StreamBell()
    bell.ring()
    let source = ScriptedSource(steps: [.text("a"), .longWait, .text("b"), .longWait])
    let service = TestService(
      reply: ServerReply(.ok, content: .stream(ReplyStream(source, bell: bell))))
    try await withServer(service) {
      $0.idleTimeout = .milliseconds(1)
      $0.bodyStallTimeout = .milliseconds(1)
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.response().status == 200)
      for text in ["a", "b", ""] {
        #expect(try await client.chunk() == text)
        bell.ring()
      }
    }
  }
}
