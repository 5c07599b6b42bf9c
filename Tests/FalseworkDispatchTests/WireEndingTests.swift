// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Testing

@Suite("Connections that end on purpose", .timeLimit(.minutes(5)), .overEachReadiness)
struct WireEndingTests {
  private static let never = Duration.seconds(Int64.max)
  private static let connect = "CONNECT fal.test:443 HTTP/1.1\r\nHost: fal.test:443\r\n\r\n"
  private static let accepted = "HTTP/1.1 200 OK\r\n\r\n"

  private func stopping(_ ending: WireEnding) -> ServerReply {
    .performed { $0.stop = WirePlan.Stop(at: .start, ending) }
  }

  /// Sees how a connection ends on which no more bytes come.
  private func see(_ ending: WireEnding, _ client: TestClient) async {
    // A stall is ended by the client, and nothing has come before.
    if ending == .stall { client.finishSending() }
    #expect(await client.receiveToEnd() == ([], ending == .reset ? .reset : .closed))
  }

  @Test("answer a CONNECT with nothing else", arguments: WireEnding.allCases)
  func atConnect(ending: WireEnding) async throws {
    let heard = Mailbox<Void>()
    let service = TestService(
      tunnel: { _ in
        heard.post(())
        return .end(ending)
      })
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(Self.connect)
      await heard.next()
      // On the one loop, the end has come when this is answered.
      _ = try await TestClient(port: server.port).exchange(get("/other"))
      await see(ending, client)
      let finished = try #require(await service.next(of: .connect))
      #expect(finished.performance == .ended(ending))
      #expect((finished.status.code, finished.wireBytes) == (499, 0))
      #expect(finished.delivery == .cutShort)
    }
  }

  @Test("answer a TLS handshake with nothing else", arguments: WireEnding.allCases, [false, true])
  func atHandshake(ending: WireEnding, inTunnel: Bool) async throws {
    let heard = Mailbox<Void>()
    let service = TestService(
      filter: { _ in
        heard.post(())
        return .end(ending)
      })
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port)
      if inTunnel {
        try await client.send(Self.connect)
        _ = try await client.receive(count: Self.accepted.utf8.count)
      }
      try await client.send(ToyFilter.hello)
      await heard.next()
      _ = try await TestClient(port: server.port).exchange(get("/other"))
      await see(ending, client)
    }
  }

  @Test("come after the replies to what was asked before", arguments: WireEnding.allCases)
  func behindReplies(ending: WireEnding) async throws {
    let content = [UInt8](repeating: 0x61, count: 3_000_000)
    let service = TestService(
      { _ in .now(ServerReply(.ok, content: .bytes(content))) }, tunnel: { _ in .end(ending) })
    try await withServer(service) { server in
      let client = try TestClient(port: server.port, .init(receiveBufferBytes: 16 * 1024))
      try await client.send(get() + Self.connect)
      let response = try await client.response()
      #expect(response.body == content)
      await see(ending, client)
    }
  }

  @Test("come later too, and never reach a client that has left", arguments: WireEnding.allCases)
  func later(ending: WireEnding) async throws {
    let (started, gate) = (Mailbox<Void>(), Mailbox<Void>())
    let reply = stopping(ending)
    let service = TestService { _ in
      .later {
        started.post(())
        // The task is cancelled where the client leaves.
        await gate.next()
        return reply
      }
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      await started.next()
      client.close()
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.performance == .clientLeft)
      #expect(finished.delivery == .clientGone)
      #expect(finished.wireBytes == 0)
      let other = try TestClient(port: server.port)
      try await other.send(get())
      await started.next()
      gate.post(())
      if ending != .stall { await see(ending, other) }
    }
  }

  @Test("do not reach a client that has left behind bytes that nobody reads")
  func unreadBytes() async throws {
    let (started, gate) = (Mailbox<Void>(), Mailbox<Void>())
    let reply = stopping(.reset)
    let service = TestService { _ in
      .later {
        started.post(())
        await gate.next()
        return reply
      }
    }
    try await withServer(service) {
      $0.loopCount = 1
      $0.limits.pipelinedBytesMax = 1
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      await started.next()
      try await client.send(get())
      // On the one loop, the server has read what it wants when this is told of.
      let other = try TestClient(port: server.port)
      try await other.send(get())
      await started.next()
      try await client.send(get())
      client.finishSending()
      gate.post(())
      gate.post(())
      var performances: [FinishedExchange.Performance?] = []
      for _ in 0..<2 { performances.append(await service.finishedExchanges.next()?.performance) }
      #expect(performances.contains(.clientLeft))
      #expect(performances.contains(.ended(.reset)))
    }
  }

  @Test("keep a stalled connection until its time is up")
  func stallTimeout() async throws {
    let service = TestService(reply: stopping(.stall))
    try await withServer(service) {
      $0.stallTimeout = .milliseconds(20)
    } _: { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(await client.receiveToEnd().bytes == [])
      #expect(await service.finishedExchanges.next()?.performance == .ended(.stall))
    }
  }

  @Test("keep a stalled connection no longer than the server", arguments: [false, true])
  func stoppedWhileStalled(duringStop: Bool) async throws {
    let (started, gate) = (Mailbox<Void>(), Mailbox<Void>())
    let reply = stopping(.stall)
    let service = TestService { request in
      if request.head.method == .head { return .now(ServerReply(.ok)) }
      return .later {
        started.post(())
        await gate.next()
        return reply
      }
    }
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let (client, idle) = try (TestClient(port: server.port), TestClient(port: server.port))
      _ = try await idle.exchange(request("HEAD", "/"))
      try await client.send(get())
      await started.next()
      if !duringStop { gate.post(()) }
      let stopping = Task { await server.stop(within: Self.never) }
      if duringStop {
        _ = await idle.receiveToEnd()
        gate.post(())
      }
      await stopping.value
      #expect(await client.receiveToEnd().bytes == [])
      let finished = try #require(await service.next(of: .get))
      #expect(finished.performance == .ended(.stall))
    }
  }
}

extension TestService {
  /// Returns the next exchange with this method, past all others.
  fileprivate func next(of method: HTTPRequest.Method) async -> FinishedExchange? {
    while let finished = await finishedExchanges.next() {
      if finished.request.head.method == method { return finished }
    }
    return nil
  }
}
