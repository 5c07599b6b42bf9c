// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Filters", .timeLimit(.minutes(5)), .overEachReadiness)
struct FilterTests {
  private static let closeNotice = ToyFilter.record(.alert, ToyFilter.closeNotice)
  private static let protest = ToyFilter.record(.alert, ToyFilter.protest)

  @Test("takes a handshake and a request byte by byte")
  func byteByByte() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      for byte in ToyFilter.hello + ToyFilter.records(Array(get().utf8)) {
        try await client.send([byte])
      }
      #expect(try await client.receiveRecord().type == .hello)
      #expect(try await client.receiveRecord().type == .data)
    }
  }

  @Test("sends the alert of a filter that fails in the handshake, and closes")
  func failureInHandshake() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      try await client.send(ToyFilter.record(.hello, []).prefix(1) + [0, 0, 0x7f, 0, 0])
      #expect(await client.receiveToEnd() == (ToyFilter.hello + Self.protest, .closed))
    }
  }

  @Test("sends the alert of a filter that fails later, and closes")
  func failure() async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get())
      #expect(try await client.receiveRecord().type == .data)
      try await client.send(ToyFilter.nonsense)
      #expect(await client.receiveToEnd() == (Self.protest, .closed))
    }
  }

  @Test("cancels the reply under way when the filter fails")
  func failureUnderWay() async throws {
    let (started, ended, never) = (Mailbox<Void>(), Mailbox<Bool>(), Mailbox<Void>())
    let service = TestService { _ in
      .later {
        started.post(())
        await never.next()
        ended.post(Task.isCancelled)
        return ServerReply(.ok)
      }
    }
    try await withServer(service) {
      $0.lingerTimeout = .seconds(3600)
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get())
      await started.next()
      try await client.send(ToyFilter.nonsense)
      #expect(await ended.next() == true)
      #expect(await service.finishedExchanges.next()?.delivery == .clientGone)
      #expect(await client.receiveToEnd() == (Self.protest, .closed))
    }
  }

  @Test("does not call a reply delivered that the failed filter could not send")
  func failureBehindRequest() async throws {
    let service = TestService()
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.send(ToyFilter.records(Array(get().utf8)) + ToyFilter.nonsense)
      #expect(await client.receiveToEnd() == (Self.protest, .closed))
      let next = try TestClient(port: server.port)
      _ = try await next.exchange(get("/next"))
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.request.head.target.path == "/next" || finished.delivery == .clientGone)
    }
  }

  @Test("says goodbye in the filter's terms before it closes", arguments: [false, true])
  func goodbye(clientFirst: Bool) async throws {
    try await withServer { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get("/", clientFirst ? "A: b" : "Connection: close"))
      #expect(try await client.receiveRecord().type == .data)
      if clientFirst { try await client.send(Self.closeNotice) }
      #expect(await client.receiveToEnd() == (Self.closeNotice, .closed))
    }
  }

  @Test("answers a client that has said goodbye, and then says so too")
  func replyAfterGoodbye() async throws {
    let gate = Mailbox<Void>()
    let service = TestService { _ in
      .later {
        await gate.next()
        return ServerReply(.ok)
      }
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.send(ToyFilter.records(Array(get().utf8)) + Self.closeNotice)
      gate.post(())
      #expect(try await client.receiveRecord().type == .data)
      #expect(await client.receiveToEnd() == (Self.closeNotice, .closed))
    }
  }

  @Test("sends a large reply through a filter")
  func largeReply() async throws {
    let file = try TemporaryFile(length: 3_000_000)
    let service = TestService(
      reply: ServerReply(.ok, content: .file(path: file.path, range: 0..<3_000_000)))
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get())
      var count = try await client.receiveRecord().content.count
      let headCount = "HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n".utf8.count
      while count < headCount + 3_000_000 {
        count += try await client.receiveRecord().content.count
      }
      #expect(count == headCount + 3_000_000)
    }
  }

  @Test("frees the filter when its connection ends, even while a task goes on")
  func freed() async throws {
    let (started, freed, gate) = (Mailbox<Void>(), Mailbox<Void>(), Mailbox<Void>())
    let answer: TestService.Answer = { _ in
      .later {
        started.post(())
        // Deaf to its cancellation.
        await Task { await gate.next() }.value
        return ServerReply(.ok)
      }
    }
    let service = TestService(answer, filter: { _ in .filter(ToyFilter { freed.post(()) }) })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.greet()
      try await client.sendVeiled(get())
      await started.next()
      client.reset()
      await freed.next()
      gate.post(())
    }
  }
}
