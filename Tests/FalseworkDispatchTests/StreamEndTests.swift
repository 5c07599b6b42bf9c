// Falsework
// SPDX-License-Identifier: MIT

import FalseworkDispatch
import FalseworkHTTP
import HTTPTypes
import Synchronization
import Testing

@Suite("Ends of streamed replies", .timeLimit(.minutes(5)), .overEachReadiness)
struct StreamEndTests {
  /// Small, so that the system takes little of a stream that nobody reads.
  private let setup = TestClient.Setup(receiveBufferBytes: 16 * 1024)
  private static let pieceBytes = 16 * 1024

  /// A source without an end that counts its pieces.
  private struct Flood: ReplySource {
    let asked: @Sendable () -> Void

    mutating func next() -> ReplyStep {
      asked()
      return .piece([UInt8](repeating: 0x61, count: StreamEndTests.pieceBytes))
    }
  }

  @Test("asks no more of a source than the client takes", arguments: [false, true])
  func backPressure(isProduced: Bool) async throws {
    let count = Mutex(0)
    let asked: @Sendable () -> Void = { count.withLock { $0 += 1 } }
    let produced = ReplyStream {
      asked()
      return [UInt8](repeating: 0x61, count: Self.pieceBytes)
    }
    let stream = isProduced ? produced : ReplyStream(Flood(asked: asked))
    let service = TestService { request in
      let isOther = request.head.target.path == "/other"
      return .now(ServerReply(.ok, content: isOther ? .none : .stream(stream)))
    }
    try await withServer(service) {
      $0.loopCount = 1
    } _: { server in
      let client = try TestClient(port: server.port, setup)
      let other = try TestClient(port: server.port)
      try await client.send(get())
      var (before, quietCount) = (-1, 0)
      // On the one loop, the stream has what it wants when this was answered often enough.
      while quietCount < 20 {
        _ = try await other.exchange(get("/other"))
        let now = count.withLock { $0 }
        quietCount = now == before ? quietCount + 1 : 0
        before = now
        try #require(now < 1000)
      }
      #expect(try await client.responseHead().status == 200)
      for _ in 0..<(before + 100) {
        #expect(try await client.chunk().utf8.count == Self.pieceBytes)
      }
      #expect(count.withLock { $0 } > before)
      client.reset()
    }
  }

  @Test("ends a stream that the client does not read for too long")
  func stalled() async throws {
    let freed = Mailbox<Void>()
    let steps = [ReplyStep](repeating: .piece([UInt8](repeating: 0, count: 1 << 20)), count: 64)
    let service = TestService { _ in
      let companion = ScriptedSource.Companion { freed.post(()) }
      let source = ScriptedSource(steps: steps, companion: companion)
      return .now(ServerReply(.ok, content: .stream(ReplyStream(source))))
    }
    try await withServer(service) {
      $0.writeStallTimeout = .milliseconds(50)
    } _: { server in
      let client = try TestClient(port: server.port, setup)
      try await client.send(get())
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .clientGone)
      await freed.next()
    }
  }

  @Test("lets go of a waiting source when the client has gone")
  func goneWhileWaiting() async throws {
    let freed = Mailbox<Void>()
    let service = TestService { _ in
      let companion = ScriptedSource.Companion { freed.post(()) }
      let source = ScriptedSource(steps: [.text("a"), .longWait], companion: companion)
      return .now(ServerReply(.ok, content: .stream(ReplyStream(source))))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.response().status == 200)
      #expect(try await client.chunk() == "a")
      client.reset()
      let finished = try #require(await service.finishedExchanges.next())
      #expect(finished.delivery == .clientGone)
      #expect(finished.status.code == 200)
      await freed.next()
    }
  }

  @Test("notices at the next piece that a client has gone which closed its side first")
  func goneAfterHalfClose() async throws {
    let bell = StreamBell()
    let steps: [ReplyStep] = (0..<10_000).flatMap { _ in [.text("more"), .longWait] }
    let service = TestService { _ in
      let stream = ReplyStream(ScriptedSource(steps: steps), bell: bell)
      return .now(ServerReply(.ok, content: .stream(stream)))
    }
    try await withServer(service) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      #expect(try await client.response().status == 200)
      client.finishSending()
      for _ in 0..<3 {
        #expect(try await client.chunk() == "more")
        bell.ring()
      }
      client.close()
      // The first piece is answered by a reset, which the second one meets.
      let ringing = Task { while !Task.isCancelled { bell.ring(); await Task.yield() } }
      let finished = try #require(await service.finishedExchanges.next())
      ringing.cancel()
      #expect(finished.delivery == .clientGone)
    }
  }

  @Test("cancels the work of a stream when the client has gone")
  func goneWhileWorking() async throws {
    let (started, gate, ended) = (Mailbox<Void>(), Mailbox<Void>(), Mailbox<Bool>())
    let stream = ReplyStream {
      started.post(())
      _ = await gate.next()
      ended.post(Task.isCancelled)
      return nil
    }
    try await withServer(TestService(reply: ServerReply(.ok, content: .stream(stream)))) { server in
      let client = try TestClient(port: server.port)
      try await client.send(get())
      await started.next()
      client.reset()
      #expect(await ended.next() == true)
    }
  }

  @Test("lets a stream end while the server stops, and then closes")
  func stopping() async throws {
    let bell = StreamBell()
    let source = ScriptedSource(steps: [.text("a"), .longWait, .text("b")])
    var configuration = ServerConfiguration()
    configuration.loopCount = 1
    configuration.readiness = .ofTest
    let stream = ReplyStream(source, bell: bell)
    let service = TestService { request in
      .now(ServerReply(.ok, content: request.head.method == .head ? .none : .stream(stream)))
    }
    let server = try HTTPServer.start(configuration, service: service)
    let client = try TestClient(port: server.port)
    try await client.send(get() + get())
    #expect(try await client.response().status == 200)
    #expect(try await client.chunk() == "a")
    let idle = try TestClient(port: server.port)
    _ = try await idle.exchange(request("HEAD", "/"))
    let stopped = Task { await server.stop(within: .seconds(Int64.max)) }
    _ = await idle.receiveToEnd()
    bell.ring()
    for text in ["b", ""] { #expect(try await client.chunk() == text) }
    #expect(await client.receiveToEnd() == ([], .closed))
    client.close()
    await stopped.value
  }

  @Test("cuts a stream that goes on when the time to stop is up")
  func stopped() async throws {
    let service = TestService(reply: ServerReply(.ok, content: .steps(.text("a"), .longWait)))
    var configuration = ServerConfiguration()
    configuration.readiness = .ofTest
    let server = try HTTPServer.start(configuration, service: service)
    let client = try TestClient(port: server.port)
    try await client.send(get())
    #expect(try await client.response().status == 200)
    #expect(try await client.chunk() == "a")
    await server.stop(within: .milliseconds(20))
    #expect(await client.receiveToEnd() == ([], .closed))
    let finished = try #require(await service.finishedExchanges.next())
    #expect(finished.delivery == .cutShort)
  }
}
